using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions.Exchange;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Jobs.Steps;
using Isaa.Tools;

namespace Isaa.Functions.Offering;

/// <summary>Functions as models write, find and call them. What a model stores is in safe mode and waits for a person where the policy asks.</summary>
internal sealed class FunctionTools(FunctionStore functions, FunctionExecutor executor)
{
    private const int Most = 100;

    [Tool("listFunctions", Aliases = ["list_functions"], Categories = ["functions"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Lists stored functions: tested code that runFunction calls. Look here before writing code anew.")]
    public async Task<string> ListAsync(
        ToolCallContext context, CancellationToken cancellationToken, [Description("Words in name, description or tags; leave out for all")] string? text = null)
    {
        var query = new DefinitionQuery { Tenant = context.Tenant, Kind = FunctionStore.Kind, Text = text, Limit = Most };
        var found = await functions.ListAsync(query, cancellationToken);
        var lines = new StringBuilder();
        foreach (var function in found)
        {
            lines.Append(function.Name).Append(" (").Append(FunctionNames.Of(function.Definition.Language)).Append(function.IsUsable ? "): " : ", waits for approval): ")
                .AppendLine(function.Definition.Description);
        }

        return lines.Length == 0 ? "There are no such functions." : lines.ToString();
    }

    [Tool("showFunction", Aliases = ["show_function"], Categories = ["functions"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Shows a stored function with its code, schemas and tests.")]
    public async Task<string> ShowAsync([Description("Its name, or NAME@VERSION")] string name, ToolCallContext context, CancellationToken cancellationToken)
    {
        var version = await functions.GetAsync(name, context.Tenant, cancellationToken);
        return $"# version {version.Version}, {(version.IsUsable ? "may be called" : "waits for approval")}\n{FunctionFile.WriteYaml(version.Definition)}";
    }

    // The same content makes no second version: repeatable.
    [Tool("storeFunction", Aliases = ["store_function", "createFunction"], Categories = ["functions"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Stores a function, or a new version of it, after checking it and running its tests in a sandbox. All that is wrong is reported at once. A person may have to approve it before runFunction calls it.")]
    public async Task<string> StoreAsync(
        [Description("An identifier; the code defines a function of this name")] string name,
        [Description("python, javascript or csharp")] string language,
        [Description("The whole code. Python: def NAME(a, b); JavaScript: export function NAME(input); C#: static T NAME(...)")] string code,
        [Description("What it does, for whoever looks for it")] string description,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("JSON Schema of the input, an object of arguments by name")] JsonElement? inputSchema = null,
        [Description("JSON Schema of the result")] JsonElement? outputSchema = null,
        [Description("Whether the code is asynchronous")] bool isAsync = false,
        [Description("Tests, each {\"name\", \"input\", \"expected\"}; all must pass")] FunctionTest[]? tests = null,
        [Description("Words to find it by")] string[]? tags = null)
    {
        var definition = new FunctionDefinition
        {
            Name = name,
            Description = description,
            Language = FunctionNames.FindLanguage(language) ?? throw new IsaaException("function_invalid", $"'{language}' is no language; functions are written in {string.Join(", ", FunctionNames.LanguageNames)}."),
            Code = code,
            InputSchema = inputSchema,
            OutputSchema = outputSchema,
            IsAsync = isAsync,
            Author = $"agent {context.Agent}",
            Tags = tags ?? [],
            Tests = tests ?? [],
        };
        var saved = await functions.SaveAsync(definition, $"agent {context.Agent}", context.Tenant, cancellationToken);
        var next = saved.IsUsable ? "runFunction calls it." : "A person must approve it before it can be called; go on without it.";
        return $"Stored {saved.Name} as version {saved.Version}; {saved.Definition.Tests.Count} tests passed. {next}";
    }

    // The function it names may be one that reaches others over the network.
    [Tool("runFunction", Aliases = ["run_function", "execute_function"], Categories = ["functions"], Kind = StepKind.OnceOnly, Risk = ToolRisk.Outward)]
    [Description("Calls a stored function in a sandbox and returns its result as JSON.")]
    public async Task<string> RunAsync(
        [Description("Its name, or NAME@VERSION")] string name,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("The arguments, an object")] JsonElement? input = null)
    {
        var request = new FunctionRequest
        {
            Function = name,
            Tenant = context.Tenant,
            Input = input ?? JsonElement.Parse("{}"),
            Caller = FunctionTool.CallerOf(context),
        };
        return FunctionTool.TextOf(await executor.RunAsync(request, cancellationToken));
    }
}
