using System.Diagnostics;
using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Isaa.Server.Api.Details;

namespace Isaa.Server.Api;

/// <summary>Jobs, steps and events as the API shows them.</summary>
internal static class JobViews
{
    public static JobView View(Job job) => new()
    {
        Id = job.Id.ToString(),
        Queue = job.Queue,
        Kind = job.Kind,
        Label = job.Label,
        State = Name(job.State),
        Priority = job.Priority,
        CreatedAt = job.CreatedAt,
        RunAt = job.RunAt,
        StartedAt = job.StartedAt,
        FinishedAt = job.FinishedAt,
        Started = job.Started,
        Charged = job.Charged,
        Stalled = job.Stalled,
        MaxAttempts = job.Retry.MaxAttempts,
        Requires = job.Requires,
        Tags = job.Tags,
        CancelReason = job.CancelReason,
        Error = View(job.Error),
    };

    public static JobFailure? View(JobError? error) =>
        error is null ? null : new JobFailure { Code = error.Code, Message = error.Message, TraceId = error.TraceId };

    public static JobDetailView View(JobDetail detail, IReadOnlyList<DependencyState> dependencies) => new()
    {
        Job = View(detail.Job),
        Arguments = Json(detail.Arguments) ?? default,
        Result = Json(detail.Result),
        Progress = DetailViews.View(detail.Progress),
        Dependencies = [.. dependencies.Select(DetailViews.View)],
    };

    public static StepView View(StepRecord step) => new()
    {
        Path = step.Key.Path,
        Index = step.Key.Index,
        CallId = step.Key.CallId,
        Name = step.Name,
        Kind = step.Kind switch
        {
            StepKind.OnceOnly => "once-only",
            StepKind.Repeatable => "repeatable",
            StepKind.Reconcilable => "reconcilable",
            _ => throw new UnreachableException(),
        },
        IsDone = step.IsDone,
        At = step.At,
        Result = Json(step.Result),
    };

    public static EventView View(JobEvent entry) => new()
    {
        Cursor = entry.Cursor.ToString(),
        At = entry.At,
        Job = entry.Job.ToString(),
        Type = entry.Type,
        Body = Json(entry.Body),
    };

    public static string Name(JobState state) => state switch
    {
        JobState.Waiting => JobStates.Waiting,
        JobState.Ready => JobStates.Ready,
        JobState.Delayed => JobStates.Delayed,
        JobState.Active => JobStates.Active,
        JobState.WaitingChildren => JobStates.WaitingChildren,
        JobState.WaitingSignal => JobStates.WaitingSignal,
        JobState.Completed => JobStates.Completed,
        JobState.Failed => JobStates.Failed,
        JobState.Cancelled => JobStates.Cancelled,
        JobState.Dead => JobStates.Dead,
        _ => throw new UnreachableException(),
    };

    public static JobState? FindState(string name)
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            if (string.Equals(Name(state), name, StringComparison.OrdinalIgnoreCase))
            {
                return state;
            }
        }

        return null;
    }

    private static JsonElement? Json(ReadOnlyMemory<byte>? utf8) =>
        utf8 is { Length: > 0 } bytes ? JsonSerializer.Deserialize(bytes.Span, ProtocolJson.Default.JsonElement) : null;
}
