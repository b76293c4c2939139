using System.ComponentModel;
using System.Globalization;
using System.Text;
using Isaa.Chains.Storing;
using Isaa.Chains.Values;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Tools;

namespace Isaa.Chains.Offering;

/// <summary>Chains as models write, find and run them. What a model writes waits for a person; no argument of a model accepts it.</summary>
internal sealed class ChainTools(ChainStore chains, ChainCalls calls)
{
    // The same text makes no second version: repeatable.
    [Tool("create_validate_chain", Aliases = ["createChain", "create_chain"], Categories = ["chains"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Checks a chain of agents, tools and functions and stores it, or a new version of it. All that is wrong is reported at once and nothing is stored then. A person must accept it before run_chain runs it.")]
    public async Task<string> CreateAsync(
        [Description("The chain's name: letters, digits, dots, hyphens and underscores")] string name,
        [Description("The chain as text, for example:\nmodel:Person(name: str, age: int)\nextractor >> CF(Person) >> IS(age > 18) >> adult % child | \"sorry\"\n"
            + "A name alone is an agent, name(\"focus\") one with something to look at, tool:name(key=\"{prev}\") a tool, fn:name a stored function, chain:name another chain. "
            + ">> is then, + at once, % otherwise, | on failure, - \"field\" takes a field out, - \"list[n]\" runs the next node for each element")] string dsl,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("What it is for; searched by list_auto_get_fitting")] string description = "",
        [Description("Words to find it by, separated by commas")] string tags = "")
    {
        var draft = new ChainDraft
        {
            Name = name,
            Text = dsl,
            Description = description,
            Tags = [.. tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Tenant = context.Tenant,
            SavedBy = $"agent {context.Agent}",
        };
        var saved = await chains.SaveAsync(draft, cancellationToken);
        var next = saved.IsAccepted ? "It is accepted: run_chain runs it." : "A person must accept it before it can run; go on without it.";
        return string.Create(CultureInfo.InvariantCulture, $"Chain {saved.Name} is valid and stored as version {saved.Version}. {next}");
    }

    // The run's id follows from the call, so that calling again goes on with the same run: repeatable.
    [Tool("run_chain", Aliases = ["runChain"], Categories = ["chains"], Kind = StepKind.Repeatable, Risk = ToolRisk.Execute)]
    [Description("Runs a stored chain that a person has accepted, and returns its result.")]
    public Task<string> RunAsync(
        [Description("Its name, or NAME@VERSION; list_auto_get_fitting finds it")] string name_or_id,
        [Description("What the chain works on")] string input_data,
        ToolCallContext context,
        CancellationToken cancellationToken) => calls.RunAsync(name_or_id, ChainValue.Of(input_data), context, cancellationToken);

    [Tool("list_auto_get_fitting", Aliases = ["findChains", "list_chains"], Categories = ["chains"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Finds the stored chains that fit a task, best first, and shows the best one. Look here before doing several steps by hand.")]
    public async Task<string> FindAsync(
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("The task in words; leave out with show_all")] string task_description = "",
        [Description("Lists all chains, also those that wait for a person")] bool show_all = false)
    {
        if (show_all)
        {
            var all = await chains.ListAsync(new DefinitionQuery { Tenant = context.Tenant, Kind = ChainStore.Kind }, cancellationToken);
            return all.Count == 0 ? "There are no chains yet." : Lines(all);
        }

        if (string.IsNullOrWhiteSpace(task_description))
        {
            throw new IsaaException("task_missing", "Say the task in task_description, or list all chains with show_all = true.");
        }

        var fits = await chains.FindFittingAsync(task_description, onlyAccepted: true, context.Tenant, cancellationToken);
        return fits.Count == 0
            ? "No chain that may be run fits. list_auto_get_fitting with show_all = true lists all there are."
            : $"{Lines(fits.Select(fit => fit.Chain))}\nThe best, to be run with run_chain:\n{fits[0].Chain.Text}";
    }

    private static string Lines(IEnumerable<ChainVersion> found)
    {
        var lines = new StringBuilder();
        foreach (var chain in found)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{chain.Name}@{chain.Version}").Append(chain.IsAccepted ? ": " : " (waits for a person): ").Append(chain.Description)
                .AppendLine(chain.Tags.Count > 0 ? $" [{string.Join(", ", chain.Tags)}]" : "");
        }

        return lines.ToString();
    }
}
