using Isaa.Diagnostics;
using Isaa.Jobs.Changes;
using Isaa.Protocol.Jobs.Changes;

namespace Isaa.Server.Api.Changes;

/// <summary>Reads what is to be done to jobs.</summary>
internal static class ChangeInput
{
    private const int LongestReason = 1000;

    public static JobChange Read(ChangeJobs request) => request.Action switch
    {
        JobActions.Cancel => new JobChange.Cancel { Reason = ReadReason(request.Reason) },
        JobActions.Retry => new JobChange.Retry { At = request.At },
        JobActions.Promote => new JobChange.Promote(),
        JobActions.Reprioritise => new JobChange.Reprioritise { Priority = request.Priority ?? throw Lacking(request.Action, "priority") },
        JobActions.Reschedule => new JobChange.Reschedule { At = request.At ?? throw Lacking(request.Action, "at") },
        JobActions.Delete => new JobChange.Delete(),
        _ => throw new IsaaException("action_invalid", $"There is no action '{ApiInput.Shorten(request.Action)}'. Actions are {string.Join(", ", JobActions.All)}."),
    };

    public static BulkPlace? ReadPlace(string? text) => text is null ? null
        : BulkPlace.TryParse(text, out var place) ? place
        : throw new IsaaException("place_invalid", $"'{ApiInput.Shorten(text)}' is no place to go on from; use the 'next' of the answer before.");

    public static string ReadReason(string? reason) => reason is { Length: > LongestReason }
        ? throw new IsaaException("reason_too_long", $"The reason has {reason.Length} characters; at most {LongestReason} are kept.")
        : reason ?? "";

    private static IsaaException Lacking(string action, string field) => new("change_invalid", $"The action '{action}' needs '{field}'.");
}
