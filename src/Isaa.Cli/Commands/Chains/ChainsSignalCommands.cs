using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Chains;
using Spectre.Console;

namespace Isaa.Cli.Commands.Chains;

/// <summary>The verbs that tell a run of a chain what it waits for.</summary>
internal static class ChainsSignalCommands
{
    public static Command Answer(CliContext context, string verb, string description, bool isApproved)
    {
        var (run, name) = (RunArgument(), NameArgument("The approval's name, as in approval(NAME)"));
        var reason = new Option<string?>("--note") { Description = "Why", HelpName = "TEXT" };
        var command = new Command(verb, description) { run, name, reason };
        command.SetAction((parsed, _) => SendAsync(
            context, parsed.GetRequiredValue(run), new SignalChain { Name = parsed.GetRequiredValue(name), Approved = isApproved, Reason = parsed.GetValue(reason) }));
        return command;
    }

    public static Command Signal(CliContext context)
    {
        var (run, name) = (RunArgument(), NameArgument("The signal's name, as in signal(NAME)"));
        var value = new Argument<string>("VALUE") { Description = "The data with which the chain goes on" };
        var isJson = new Option<bool>("--input-json") { Description = "VALUE is JSON" };
        var command = new Command("signal", "Sends a run the signal that it waits for, or will") { run, name, value, isJson };
        command.SetAction((parsed, _) => SendAsync(
            context,
            parsed.GetRequiredValue(run),
            new SignalChain { Name = parsed.GetRequiredValue(name), Value = ChainsRunCommand.ReadInput(parsed.GetRequiredValue(value), parsed.GetValue(isJson)) }));
        return command;
    }

    private static Argument<string> RunArgument() => new("RUN") { Description = "The run's id, or its last digits" };

    private static Argument<string> NameArgument(string description) => new("NAME") { Description = description };

    private static Task<int> SendAsync(CliContext context, string run, SignalChain signal) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
    {
        var id = await JobReference.ResolveAsync(connection.Client, run, cancellationToken);
        var told = await connection.Client.Chains.SignalAsync(id, signal, cancellationToken);
        if (context.Json)
        {
            Verb.WriteJson(context, told, ProtocolJson.Default.ChainSignalled);
        }
        else
        {
            context.Screen.Out.MarkupLine(told.Result switch
            {
                "woke" => $"[green]✓[/] {JobReference.Short(id)} goes on",
                "ended" => $"[red]✗[/] {JobReference.Short(id)} has ended",
                _ => $"[green]✓[/] {JobReference.Short(id)} finds it when it comes to '{SafeText.Markup(signal.Name)}'",
            });
        }

        return told.Result == "ended" ? ExitCode.Failed : ExitCode.Ok;
    });
}
