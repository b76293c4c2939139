using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Chains.Storing;
using Spectre.Console;

namespace Isaa.Cli.Commands.Chains;

/// <summary>The verbs about versions of a chain.</summary>
internal static class ChainsChangeCommands
{
    public static Command Diff(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The chain's name" };
        var from = new Option<int?>("--from") { Description = "The version to compare with; default: the one before", HelpName = "VERSION" };
        var to = new Option<int?>("--to") { Description = "The version to look at; default: the newest", HelpName = "VERSION" };
        var command = new Command("diff", "Shows what changed between two versions") { name, from, to };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var diff = await connection.Client.Chains.DiffAsync(parsed.GetRequiredValue(name), parsed.GetValue(from), parsed.GetValue(to), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, diff, ProtocolJson.Default.ChainDiff);
            }
            else
            {
                context.Screen.Writer.Write(SafeText.Clean(diff.Diff));
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    public static Command Rollback(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The chain's name" };
        var version = new Argument<int>("VERSION") { Description = "The version to go back to" };
        var command = new Command("rollback", "Makes an earlier version the newest again, as a new version") { name, version };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var saved = await connection.Client.Chains.RollbackAsync(
                parsed.GetRequiredValue(name), new RollbackChain { Version = parsed.GetValue(version), SavedBy = Environment.UserName }, cancellationToken);
            return Report(context, saved, "is at version");
        }));
        return command;
    }

    public static Command Decide(CliContext context, string verb, string description, bool isAccept)
    {
        var name = ChainsVerbs.NameArgument();
        var note = new Option<string?>("--note") { Description = "Why", HelpName = "TEXT" };
        var command = new Command(verb, description) { name, note };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var chains = connection.Client.Chains;
            var seen = (await chains.GetAsync(parsed.GetRequiredValue(name), cancellationToken)).Chain;
            var decision = new DecideChain { Hash = seen.Hash, Accept = isAccept, By = Environment.UserName, Note = parsed.GetValue(note) };
            return Report(context, await chains.DecideAsync($"{seen.Name}@{seen.Version}", decision, cancellationToken), (isAccept ? "is accepted" : "is refused") + ", version");
        }));
        return command;
    }

    private static int Report(CliContext context, ChainDetailView saved, string what)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, saved, ProtocolJson.Default.ChainDetailView);
        }
        else
        {
            context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(saved.Chain.Name)} {what} {saved.Chain.Version}");
        }

        return ExitCode.Ok;
    }
}
