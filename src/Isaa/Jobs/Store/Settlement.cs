using Isaa.Jobs.Events;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Logs;

namespace Isaa.Jobs.Store;

/// <summary>How an attempt ends. Written only while its lease holds.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>The right to write.</summary>
    public required Lease Lease { get; init; }

    /// <summary>Events to append before the settlement's own.</summary>
    public IReadOnlyList<NewJobEvent> Events { get; init; } = [];

    /// <summary>Other features' changes in the same transaction.</summary>
    public IReadOnlyList<StoreWrite> With { get; init; } = [];

    /// <summary>Progress and log lines that were not kept yet; null for none.</summary>
    public JobTrail? Trail { get; init; }

    /// <summary>The handler returned.</summary>
    public sealed record Complete : Settlement
    {
        /// <summary>The result as UTF-8 JSON; null for none.</summary>
        public ReadOnlyMemory<byte>? Result { get; init; }
    }

    /// <summary>The attempt failed and is charged; another follows.</summary>
    public sealed record Retry : Settlement
    {
        /// <summary>When the next attempt may start.</summary>
        public required DateTimeOffset At { get; init; }

        /// <summary>Why this one failed.</summary>
        public required JobError Error { get; init; }
    }

    /// <summary>The attempt failed, is charged, and was the last.</summary>
    public sealed record Fail : Settlement
    {
        /// <summary>Why.</summary>
        public required JobError Error { get; init; }

        /// <summary>Its time ran out: the event is <c>job.timed_out</c> in place of <c>job.failed</c>.</summary>
        public bool IsTimeout { get; init; }

        /// <summary>The partial result as UTF-8 JSON; null for none.</summary>
        public ReadOnlyMemory<byte>? Result { get; init; }
    }

    /// <summary>The handler asks to be called again later; nothing is charged.</summary>
    public sealed record Snooze : Settlement
    {
        /// <summary>When.</summary>
        public required DateTimeOffset Until { get; init; }

        /// <summary>Why, for the log.</summary>
        public required string Reason { get; init; }
    }

    /// <summary>
    /// The handler waits for signals, for its children, or for whichever of them comes first; nothing is charged. When that has come already, the job is
    /// ready at once; when a child has failed whose edge says so, it fails.
    /// </summary>
    public sealed record Wait : Settlement
    {
        /// <summary>The names of the signals it waits for; empty for none.</summary>
        public IReadOnlyList<string> Signals { get; init; } = [];

        /// <summary>Whether it waits for all its children.</summary>
        public bool Children { get; init; }

        /// <summary>
        /// Jobs of its tenant, children or others, of which one that ends is enough; it goes on then although the rest has not ended. Empty for none.
        /// </summary>
        public IReadOnlyList<JobId> AnyOf { get; init; } = [];

        /// <summary>When the waiting is over although nothing came; null for never.</summary>
        public DateTimeOffset? Until { get; init; }
    }

    /// <summary>The worker gives the attempt back, as at a shutdown; nothing is charged.</summary>
    public sealed record Release : Settlement
    {
        /// <summary>Why, for the log.</summary>
        public required string Reason { get; init; }
    }

    /// <summary>An outside service asks for patience: the job goes back, nothing is charged, and others of its queue or group wait too.</summary>
    public sealed record Block : Settlement
    {
        /// <summary>Until when nothing of the scope starts.</summary>
        public required DateTimeOffset Until { get; init; }

        /// <summary>What is held back.</summary>
        public required BlockScope Scope { get; init; }
    }

    /// <summary>The handler stopped because cancelling was asked for.</summary>
    public sealed record Cancel : Settlement
    {
        /// <summary>Why it was cancelled.</summary>
        public required string Reason { get; init; }

        /// <summary>The partial result as UTF-8 JSON; null for none.</summary>
        public ReadOnlyMemory<byte>? Result { get; init; }
    }
}
