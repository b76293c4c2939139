using System.CommandLine;
using System.Text.Json;
using Isaa.Cli.Connecting;
using Isaa.Protocol;
using Isaa.Protocol.Jobs.Details;
using Spectre.Console;

namespace Isaa.Cli.Commands.Jobs;

internal static class JobsSignalCommand
{
    public static Command Create(CliContext context)
    {
        var id = Verb.JobArgument();
        var name = new Argument<string>("NAME") { Description = "What the signal is about: the name that the job waits for" };
        var body = new Option<string?>("--body") { Description = "What it says, as JSON, for example '{\"ok\":true}'; null when left out", HelpName = "JSON" };
        var own = new Option<string?>("--id") { Description = "Your own id of the signal; sent again it changes nothing", HelpName = "ID" };
        var command = new Command("signal", "Sends a job a signal; one that comes early is kept until the job waits for it") { id, name, body, own };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var signal = new SendSignal { Name = parsed.GetRequiredValue(name), Body = Read(parsed.GetValue(body)), Id = parsed.GetValue(own) };
            var whole = await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken);
            var sent = await connection.Client.SignalJobAsync(whole, signal, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, sent, ProtocolJson.Default.SentSignal);
            }
            else
            {
                context.Screen.Out.MarkupLine("[green]✓[/] " + sent.Result switch
                {
                    "woke" => "the job goes on",
                    "kept" => "kept until the job waits for it",
                    _ => "sent before; nothing changed",
                });
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static JsonElement? Read(string? body)
    {
        try
        {
            return body is null ? null : JsonSerializer.Deserialize(body, ProtocolJson.Default.JsonElement);
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCode.BadInput, "signal_invalid", $"--body is no JSON: {e.Message} A text is JSON with its quotes: --body '\"yes\"'.");
        }
    }
}
