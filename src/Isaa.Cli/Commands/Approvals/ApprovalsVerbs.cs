using System.CommandLine;
using Isaa.Cli.Rendering.Approvals;
using Isaa.Protocol;
using Isaa.Protocol.Approvals;
using Isaa.Protocol.Client;

namespace Isaa.Cli.Commands.Approvals;

/// <summary>All verbs of approvals.</summary>
internal static class ApprovalsVerbs
{
    private const int Looked = 500;

    public static Command Create(CliContext context) => new("approvals", "Answers agents that ask whether a tool call may run")
    {
        List(context),
        Show(context),
        ApprovalsDecideCommands.Approve(context),
        ApprovalsDecideCommands.Deny(context),
    };

    /// <summary>The argument that names an approval.</summary>
    public static Argument<string> Id() => new("ID") { Description = "The approval's id, or the beginning of it" };

    /// <summary>The one approval whose id begins so.</summary>
    public static async Task<ApprovalView> FindAsync(ApprovalClient client, string text, CancellationToken cancellationToken)
    {
        if (text.Length == 32)
        {
            return await client.GetAsync(text, cancellationToken);
        }

        var page = await client.ListAsync(limit: Looked, cancellationToken: cancellationToken);
        var found = page.Approvals.Where(a => a.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new CliException(ExitCode.NotFound, "approval_unknown", $"None of the newest {Looked} approvals has an id that begins with '{text}'. `isaa approvals list` shows them."),
            _ => throw new CliException(ExitCode.BadInput, "approval_ambiguous", $"{found.Count} approvals have an id that begins with '{text}': {string.Join(", ", found.Take(5).Select(a => a.Id[..12]))}. Give more of it."),
        };
    }

    private static Command List(CliContext context)
    {
        var state = new Option<string?>("--state") { Description = "Only those: pending, approved, denied, expired, used, withdrawn. Without it, those that are pending", HelpName = "STATE" };
        var all = new Option<bool>("--all") { Description = "In all states" };
        var agent = new Option<string?>("--agent") { Description = "Only those of this agent", HelpName = "NAME" };
        var before = new Option<string?>("--before") { Description = "Only those asked before this one, to read on", HelpName = "ID" };
        var limit = new Option<int>("--limit") { Description = "At most this many, 1 to 500", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("list", "Lists questions that wait for an answer") { state, all, agent, before, limit };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var wanted = parsed.GetValue(all) ? null : parsed.GetValue(state) ?? "pending";
            var page = await connection.Client.Approvals.ListAsync(
                wanted, null, parsed.GetValue(agent), parsed.GetValue(before), parsed.GetValue(limit), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.ApprovalPage);
            }
            else
            {
                ApprovalTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Show(CliContext context)
    {
        var id = Id();
        var command = new Command("show", "Shows a question with the whole arguments of the call") { id };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            ApprovalTable.Write(context, await FindAsync(connection.Client.Approvals, parsed.GetRequiredValue(id), cancellationToken));
            return ExitCode.Ok;
        }));
        return command;
    }
}
