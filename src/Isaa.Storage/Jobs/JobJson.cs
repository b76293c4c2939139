using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Isaa.Jobs;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Working;

namespace Isaa.Storage.Jobs;

/// <summary>How parts of a job are kept as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RetryPolicy))]
[JsonSerializable(typeof(JobError))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(RetryingBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(SnoozedBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(BlockedBody))]
[JsonSerializable(typeof(PriorityBody))]
[JsonSerializable(typeof(DelayedBody))]
[JsonSerializable(typeof(WaitingBody))]
[JsonSerializable(typeof(SignalBody))]
[JsonSerializable(typeof(WorkerReach))]
internal sealed partial class JobJson : JsonSerializerContext
{
    private const int MaxRemembered = 1000;
    private static readonly ConcurrentDictionary<string, RetryPolicy> Policies = new();

    public static string? Write(RetryPolicy policy) => policy.IsNone ? null : JsonSerializer.Serialize(policy, Default.RetryPolicy);

    public static RetryPolicy ReadPolicy(string? text)
    {
        if (text is null)
        {
            return Isaa.Jobs.RetryPolicy.None;
        }

        if (Policies.TryGetValue(text, out var known))
        {
            return known;
        }

        if (Policies.Count > MaxRemembered)
        {
            Policies.Clear();
        }

        return Policies[text] = JsonSerializer.Deserialize(text, Default.RetryPolicy)!;
    }

    public static string Write(JobError error) => JsonSerializer.Serialize(error, Default.JobError);

    public static JobError? ReadError(string? text) => text is null ? null : JsonSerializer.Deserialize(text, Default.JobError);

    public static string? WriteTags(IReadOnlyList<string> tags) => tags.Count == 0 ? null : JsonSerializer.Serialize([.. tags], Default.StringArray);

    public static IReadOnlyList<string> ReadTags(string? text) => text is null ? [] : JsonSerializer.Deserialize(text, Default.StringArray)!;

    public static byte[] Body<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);
}

/// <summary>The body of <c>job.retrying</c>.</summary>
internal sealed record RetryingBody(DateTimeOffset At, JobError Error);

/// <summary>The body of <c>job.failed</c>, <c>job.timed_out</c> and <c>job.dead</c>.</summary>
internal sealed record ErrorBody(JobError Error);

/// <summary>The body of <c>job.snoozed</c>.</summary>
internal sealed record SnoozedBody(DateTimeOffset Until, string Reason);

/// <summary>The body of <c>job.cancelled</c>, <c>job.cancel_requested</c> and <c>job.released</c>.</summary>
internal sealed record ReasonBody(string Reason);

/// <summary>The body of <c>job.rate_limited</c>.</summary>
internal sealed record BlockedBody(DateTimeOffset Until, [property: JsonConverter(typeof(JsonStringEnumConverter<BlockScope>))] BlockScope Scope);

/// <summary>The body of <c>job.reprioritised</c>.</summary>
internal sealed record PriorityBody(int Priority);

/// <summary>The body of <c>job.delayed</c>.</summary>
internal sealed record DelayedBody(DateTimeOffset Until);

/// <summary>The body of <c>job.waiting</c>.</summary>
internal sealed record WaitingBody(IReadOnlyList<string> Signals, bool Children, DateTimeOffset? Until);

/// <summary>The body of <c>job.signalled</c>.</summary>
internal sealed record SignalBody(string Name, string Id);
