using Isaa.Jobs.Events;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;

namespace Isaa.Jobs;

/// <summary>What a handler says of its attempt.</summary>
public abstract record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <summary>Events to write with the outcome.</summary>
    public IReadOnlyList<NewJobEvent> Events { get; init; } = [];

    /// <summary>Other features' changes to write with the outcome.</summary>
    public IReadOnlyList<StoreWrite> With { get; init; } = [];

    /// <summary>The work is done.</summary>
    public sealed record Completed : JobOutcome
    {
        /// <summary>The result as UTF-8 JSON; null for none.</summary>
        public ReadOnlyMemory<byte>? Result { get; init; }
    }

    /// <summary>The work failed.</summary>
    public sealed record Failed : JobOutcome
    {
        /// <summary>Why.</summary>
        public required JobError Error { get; init; }

        /// <summary>Whether another attempt may help; if so the job's policy decides. Default: it is final.</summary>
        public bool MayRetry { get; init; }

        /// <summary>How long to wait at least before another attempt; null for the policy's pause.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>The partial result as UTF-8 JSON; null for none.</summary>
        public ReadOnlyMemory<byte>? Result { get; init; }
    }

    /// <summary>An outside service asks for patience: the job goes back, nothing is charged, and others that would ask the same service wait too.</summary>
    public sealed record RateLimited : JobOutcome
    {
        /// <summary>For how long nothing of the scope starts, as a Retry-After says.</summary>
        public required TimeSpan For { get; init; }

        /// <summary>What is held back. Default: the queue.</summary>
        public BlockScope Scope { get; init; }
    }

    /// <summary>Call the handler again later; nothing is charged.</summary>
    public sealed record Snoozed : JobOutcome
    {
        /// <summary>How long to wait.</summary>
        public required TimeSpan For { get; init; }

        /// <summary>Why, for the log.</summary>
        public required string Reason { get; init; }
    }

    /// <summary>
    /// The job waits for what its context was asked for in this attempt, signals or children, the same as letting
    /// <see cref="Waits.JobSuspendedException"/> pass, and for what is named here, other jobs too. The handler is called again when any of it has come, and looks itself what it is.
    /// </summary>
    public sealed record Suspended : JobOutcome
    {
        /// <summary>Signals that wake it beside those the context was asked for; one that came already wakes it at once. Default: none.</summary>
        public IReadOnlyList<string> Signals { get; init; } = [];

        /// <summary>Whether the end of all its children wakes it. Default: only when the context was asked for them.</summary>
        public bool Children { get; init; }

        /// <summary>
        /// Other jobs of its tenant, whose ends wake it, however they end; one is enough. One that has ended already, or does not exist, wakes it at once.
        /// Default: none.
        /// </summary>
        public IReadOnlyList<JobId> Jobs { get; init; } = [];

        /// <summary>When it is woken although no signal came; null for what the context was asked for. Children and other jobs alone are waited for without an end.</summary>
        public DateTimeOffset? Until { get; init; }
    }
}
