using System.CommandLine;
using System.Text.Json;
using Isaa.Cli.Commands.Functions;
using Isaa.Cli.Rendering.Approvals;
using Isaa.Protocol;
using Isaa.Protocol.Approvals;

namespace Isaa.Cli.Commands.Approvals;

/// <summary>Verbs that answer a question.</summary>
internal static class ApprovalsDecideCommands
{
    public static Command Approve(CliContext context)
    {
        var id = ApprovalsVerbs.Id();
        var hash = Hash();
        var note = Note();
        var arguments = new Option<string?>("--arguments") { Description = "Run the call with this JSON object in place of the model's arguments; @FILE reads a file, @- standard input", HelpName = "JSON" };
        var session = new Option<bool>("--session") { Description = "Also let further calls of this tool in the session run without a question" };
        var command = new Command("approve", "Lets a tool call run, once") { id, arguments, session, hash, note };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var seen = await ApprovalsVerbs.FindAsync(connection.Client.Approvals, parsed.GetRequiredValue(id), cancellationToken);
            var decision = new DecideApproval
            {
                IsApproved = true,
                Hash = parsed.GetValue(hash) ?? seen.Hash,
                By = FunctionSource.Person(context),
                Arguments = parsed.GetValue(arguments) is { } edited ? await ReadAsync(context, edited, cancellationToken) : null,
                Note = parsed.GetValue(note),
                IsForSession = parsed.GetValue(session),
            };
            ApprovalTable.Write(context, await connection.Client.Approvals.DecideAsync(seen.Id, decision, cancellationToken));
            return ExitCode.Ok;
        }));
        return command;
    }

    public static Command Deny(CliContext context)
    {
        var id = ApprovalsVerbs.Id();
        var hash = Hash();
        var note = Note();
        var command = new Command("deny", "Refuses a tool call; the agent is told and goes on without it") { id, hash, note };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var seen = await ApprovalsVerbs.FindAsync(connection.Client.Approvals, parsed.GetRequiredValue(id), cancellationToken);
            var decision = new DecideApproval
            {
                IsApproved = false,
                Hash = parsed.GetValue(hash) ?? seen.Hash,
                By = FunctionSource.Person(context),
                Note = parsed.GetValue(note),
            };
            ApprovalTable.Write(context, await connection.Client.Approvals.DecideAsync(seen.Id, decision, cancellationToken));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Option<string?> Hash() => new("--hash") { Description = "The hash of what you have read; another one in the store is refused", HelpName = "HASH" };

    private static Option<string?> Note() => new("--note") { Description = "What the agent is told beside the answer", HelpName = "TEXT" };

    private static async Task<JsonElement> ReadAsync(CliContext context, string text, CancellationToken cancellationToken)
    {
        var json = text.StartsWith('@') ? await InputFile.ReadAsync(context, text[1..], cancellationToken) : text;
        try
        {
            return JsonSerializer.Deserialize(json, ProtocolJson.Default.JsonElement);
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCode.BadInput, "arguments_invalid", $"--arguments is no JSON: {e.Message}");
        }
    }
}
