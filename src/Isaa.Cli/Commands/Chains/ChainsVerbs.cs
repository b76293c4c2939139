using System.CommandLine;
using Isaa.Cli.Rendering.Chains;
using Isaa.Protocol;
using Isaa.Protocol.Chains.Storing;

namespace Isaa.Cli.Commands.Chains;

/// <summary>The verbs about chains.</summary>
internal static class ChainsVerbs
{
    public static Command Create(CliContext context) => new("chains", "Keeps chains as text, checks, draws and runs them")
    {
        ChainsAddCommand.Create(context),
        ChainsRunCommand.Create(context),
        List(context),
        Show(context),
        Versions(context),
        ChainsChangeCommands.Diff(context),
        ChainsChangeCommands.Rollback(context),
        DeleteCommand.Create(context, "chain", "isaa chains show", (connection, name, cancellationToken) => connection.Client.Chains.DeleteAsync(name, cancellationToken)),
        ChainsChangeCommands.Decide(context, "accept", "Accepts a version, so that it may run", isAccept: true),
        ChainsChangeCommands.Decide(context, "refuse", "Refuses a version, so that it does not run", isAccept: false),
        ChainsSignalCommands.Answer(context, "approve", "Lets a run go on that waits for an approval, or will", isApproved: true),
        ChainsSignalCommands.Answer(context, "decline", "Fails the node of a run that waits for an approval, or will", isApproved: false),
        ChainsSignalCommands.Signal(context),
        ChainsValidateCommand.Create(context),
        ChainsGraphCommand.Create(context),
        Find(context),
    };

    public static Argument<string> NameArgument() => new("NAME") { Description = "The chain's name, or NAME@VERSION" };

    private static Command List(CliContext context)
    {
        var text = new Argument<string?>("WORDS") { Description = "Words in name, description or tags", Arity = ArgumentArity.ZeroOrOne };
        var tag = new Option<string?>("--tag") { Description = "Only chains with this tag", HelpName = "TAG" };
        var command = new Command("list", "Lists chains") { text, tag };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.Chains.ListAsync(parsed.GetValue(text), parsed.GetValue(tag), cancellationToken);
            return Write(context, page);
        }));
        return command;
    }

    private static Command Show(CliContext context)
    {
        var name = NameArgument();
        var command = new Command("show", "Shows a chain with its text and what keeps it from running") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
            Write(context, await connection.Client.Chains.GetAsync(parsed.GetRequiredValue(name), cancellationToken))));
        return command;
    }

    private static Command Versions(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The chain's name" };
        var command = new Command("versions", "Lists the versions of a chain, newest first") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
            Write(context, await connection.Client.Chains.ListVersionsAsync(parsed.GetRequiredValue(name), cancellationToken))));
        return command;
    }

    private static Command Find(CliContext context)
    {
        var task = new Argument<string>("TASK") { Description = "The task in words" };
        var all = new Option<bool>("--all") { Description = "Also chains that nobody accepted" };
        var command = new Command("find", "Finds the chains that fit a task best") { task, all };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var fits = await connection.Client.Chains.FindFittingAsync(parsed.GetRequiredValue(task), parsed.GetValue(all), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, fits, ProtocolJson.Default.ChainFits);
            }
            else
            {
                ChainTable.Write(context, fits);
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    internal static int Write(CliContext context, ChainDetailView detail)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, detail, ProtocolJson.Default.ChainDetailView);
        }
        else
        {
            ChainTable.Write(context, detail);
        }

        return ExitCode.Ok;
    }

    private static int Write(CliContext context, ChainPage page)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, page, ProtocolJson.Default.ChainPage);
        }
        else
        {
            ChainTable.Write(context, page);
        }

        return ExitCode.Ok;
    }
}
