using System.Text.Json;
using Isaa.Agents.Approvals;
using Isaa.Diagnostics;
using Isaa.Protocol;
using Isaa.Protocol.Approvals;
using Isaa.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Approvals;

internal static class ApprovalEndpoints
{
    private const string Tenant = "default";
    private const int LongestName = 200;
    private const int LongestNote = 1_000;
    private const int LongestArguments = 1 << 20;

    private static readonly Dictionary<string, ApprovalState> States =
        Enum.GetValues<ApprovalState>().ToDictionary(NameOf, StringComparer.Ordinal);

    public static void MapApprovals(this IEndpointRouteBuilder app)
    {
        app.MapGet("/approvals", ListAsync).WithSummary("Questions whether a tool call may run, newest first; pass 'next' as 'before' to read on");
        app.MapGet("/approvals/{id}", GetAsync).WithSummary("A question whether a tool call may run");
        app.MapPost("/approvals/{id}/decision", DecideAsync).WithSummary("Records a person's answer, with other arguments if need be, and lets the run go on");
    }

    private static async Task<ApprovalPage> ListAsync(
        IApprovalStore approvals, TimeProvider time, string? state, string? run, string? agent, string? before, int? limit, CancellationToken cancellationToken)
    {
        var size = ApiInput.ReadNumber("limit", limit, standard: 50, least: 1, most: 500);
        var query = new ApprovalQuery
        {
            Tenant = Tenant,
            State = state is null ? null : States.TryGetValue(state, out var known) ? known : throw new IsaaException(
                "state_invalid", $"There is no state '{ApiInput.Shorten(state)}' of an approval. States are {string.Join(", ", States.Keys)}."),
            Run = run is null ? null : ApiInput.ReadNewId(run),
            Agent = agent,
            Before = before is null ? null : ReadId(before),
            Limit = size + 1,
        };
        var found = await approvals.ListAsync(query, cancellationToken);
        var page = found.Take(size).Select(a => View(a, time)).ToArray();
        return new ApprovalPage { Approvals = page, Next = found.Count > size ? page[^1].Id : null };
    }

    private static async Task<ApprovalView> GetAsync(IApprovalStore approvals, TimeProvider time, string id, CancellationToken cancellationToken) =>
        await approvals.FindAsync(Tenant, ReadId(id), cancellationToken) is { } found ? View(found, time) : throw Unknown(id);

    private static async Task<ApprovalView> DecideAsync(
        IApprovalStore approvals, TimeProvider time, string id, DecideApproval request, CancellationToken cancellationToken) => View(
        await approvals.DecideAsync(
            new ApprovalDecision
            {
                Tenant = Tenant,
                Id = ReadId(id),
                IsApproved = request.IsApproved,
                Hash = request.Hash,
                Arguments = ReadArguments(request),
                By = request.By.Length is > 0 and <= LongestName && !request.By.Any(char.IsControl)
                    ? request.By
                    : throw new IsaaException("name_invalid", $"'{ApiInput.Shorten(request.By)}' is no name of a person: 1 to {LongestName} characters are expected, none of them a control character."),
                Note = request.Note is { Length: > LongestNote } note
                    ? throw new IsaaException("note_too_long", $"The note has {note.Length} characters; at most {LongestNote} are kept.")
                    : request.Note?.Replace('\0', ' '),
                IsForSession = request.IsForSession && request.IsApproved,
            },
            cancellationToken),
        time);

    private static string? ReadArguments(DecideApproval request)
    {
        if (request.Arguments is not { } arguments)
        {
            return null;
        }

        if (!request.IsApproved)
        {
            throw new IsaaException("arguments_invalid", "A call that is refused takes no arguments.");
        }

        var text = arguments.GetRawText();
        return arguments.ValueKind != JsonValueKind.Object || text.Length > LongestArguments
            ? throw new IsaaException("arguments_invalid", $"The arguments must be a JSON object of at most {LongestArguments} characters.")
            : text;
    }

    private static Guid ReadId(string text) => Guid.TryParseExact(text, "N", out var id) ? id : throw Unknown(text);

    private static IsaaException Unknown(string id) => new("approval_unknown", $"There is no approval '{ApiInput.Shorten(id)}'; GET /api/v1/approvals lists those there are.");

    private static string NameOf(ApprovalState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static JsonElement Json(string text) => JsonSerializer.Deserialize(text, ProtocolJson.Default.JsonElement);

    // One that nobody answered in time is over, also before its run has noticed.
    private static ApprovalView View(Approval approval, TimeProvider time) => new()
    {
        Id = $"{approval.Id:N}",
        State = NameOf(approval.State == ApprovalState.Pending && approval.ExpiresAt <= time.GetUtcNow() ? ApprovalState.Expired : approval.State),
        Run = approval.Run.ToString(),
        Agent = approval.Agent,
        Session = approval.Session,
        Tool = approval.Tool,
        Arguments = Json(approval.Arguments),
        EditedArguments = approval.EditedArguments is { } edited ? Json(edited) : null,
        Hash = approval.Hash,
        Risk = ToolRiskNames.Of(approval.Risk),
        Reason = approval.Reason,
        Turn = approval.Turn,
        CallId = approval.CallId,
        AskedAt = approval.AskedAt,
        ExpiresAt = approval.ExpiresAt,
        DecidedBy = approval.DecidedBy,
        DecidedAt = approval.DecidedAt,
        Note = approval.Note,
        UsedAt = approval.UsedAt,
    };
}
