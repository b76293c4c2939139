using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli.Commands.Queues;

internal static class QueuePauseCommands
{
    public static Command Create(CliContext context, bool isPaused)
    {
        var queue = new Argument<string?>("QUEUE") { Description = "The queue's name", Arity = ArgumentArity.ZeroOrOne };
        var group = new Option<string?>("--group") { Description = "Only this group of the queue", HelpName = "KEY" };
        var kind = new Option<string?>("--kind") { Description = "This kind of jobs in all queues, in place of a queue", HelpName = "KIND" };
        var tenant = QueueVerb.Tenant();
        var command = new Command(isPaused ? "pause" : "resume", isPaused
            ? "Starts no more jobs of a queue, a group or a kind; what runs goes on"
            : "Starts jobs of a queue, a group or a kind again") { queue, group, kind, tenant };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var client = connection.Client.Queues;
            switch (parsed.GetValue(queue), parsed.GetValue(group), parsed.GetValue(kind))
            {
                case ({ } name, null, null):
                    Say(context, isPaused, $"queue {name}", await client.PauseAsync(name, isPaused, parsed.GetValue(tenant), cancellationToken), ProtocolJson.Default.QueueView);
                    return ExitCode.Ok;
                case ({ } name, { } key, null):
                    Say(context, isPaused, $"group {key}",
                        await client.PauseGroupAsync(name, key, isPaused, parsed.GetValue(tenant), cancellationToken), ProtocolJson.Default.GroupView);
                    return ExitCode.Ok;
                case (null, null, { } type):
                    Say(context, isPaused, $"kind {type}", await client.PauseKindAsync(type, isPaused, parsed.GetValue(tenant), cancellationToken), ProtocolJson.Default.KindView);
                    return ExitCode.Ok;
                default:
                    throw new CliException(ExitCode.BadInput, "target_invalid", "Give a QUEUE, a QUEUE with --group KEY, or --kind KIND alone.");
            }
        }));
        return command;
    }

    private static void Say<T>(CliContext context, bool isPaused, string what, T view, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, view, type);
        }
        else
        {
            context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(what, 200)} {(isPaused ? "is paused" : "goes on")}");
        }
    }
}
