using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;

using Isaa.Chains.Building;
using Isaa.Chains.Drawing;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Durable;

/// <summary>Adds runs of chains to the queue and follows them. Thread safe.</summary>
/// <param name="queue">The queue.</param>
/// <param name="events">The event log.</param>
/// <param name="home">Names this machine.</param>
internal sealed class ChainQueue(JobQueue queue, EventFeed events, IsaaHome home)
{
    private const int MaxLabel = 100;

    public async Task<JobId> AddAsync(ChainRunJob job, ChainStartOptions options, CancellationToken cancellationToken)
    {
        var text = Values.ChainValue.Of(job.Input).Text.ReplaceLineEndings(" ").Trim();
        var label = job.Name is { } name ? $"{name}: {text}" : text;
        var queueing = new EnqueueOptions
        {
            Id = options.Id,
            Tenant = options.Tenant,
            Queue = options.Queue,
            Label = label.Length <= MaxLabel ? label : $"{label.AsSpan(0, MaxLabel - 1)}…",
            Priority = options.Priority,
            RunAt = options.RunAt,
            Retry = options.Retry,
            Requires = job.Folder is null ? [] : [Capability.Host(home.HostId)],
            Tags = job.Name is { } chain ? [$"chain:{chain}", .. options.Tags] : options.Tags,
        };
        return await queue.EnqueueAsync(job, queueing, cancellationToken);
    }

    public async Task<ChainResult> WaitAsync(JobId run, CancellationToken cancellationToken)
    {
        var detail = await queue.WaitAsync(run, cancellationToken);
        return detail is { Job.Kind: ChainRunJob.Kind } ? ResultOf(detail) : throw new IsaaException("run_unknown", $"There is no run {run} of a chain.");
    }

    public Task CancelAsync(JobId run, string reason, CancellationToken cancellationToken) => queue.CancelAsync(run, reason, cancellationToken);

    public async Task<SignalResult> SignalAsync(JobId run, string name, bool isApproval, ReadOnlyMemory<byte> body, string? id, CancellationToken cancellationToken)
    {
        var (_, root) = await GetAsync(run, cancellationToken);
        var waits = ChainNodes.All(root).OfType<WaitNode>().Where(wait => wait.IsApproval == isApproval).Select(wait => wait.Signal).Distinct().ToList();
        var what = isApproval ? "approval" : "signal";
        return waits.Contains(name)
            ? await queue.SignalAsync(run, name, body, id, cancellationToken)
            : throw new IsaaException("signal_unknown", $"The chain of run {run} waits for no {what} '{name}'.{NearestNames.Hint(name, waits)}");
    }

    public async IAsyncEnumerable<ChainEvent> WatchAsync(JobId run, EventCursor after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var one in events.WatchJobAsync(run, after, cancellationToken))
        {
            if (one.Body is not { } body || ChainEvents.Read(one.Type, body.Span) is not { } kept)
            {
                continue;
            }

            foreach (var chainEvent in ChainEvents.Unfold(kept))
            {
                yield return chainEvent;
            }
        }
    }

    public async Task<ChainGraph> DrawAsync(JobId run, CancellationToken cancellationToken)
    {
        var (job, root) = await GetAsync(run, cancellationToken);
        var seen = new List<ChainEvent>();
        await foreach (var one in events.ReadJobAsync(run, cancellationToken))
        {
            if (one.Body is { } body && ChainEvents.Read(one.Type, body.Span) is { } chainEvent)
            {
                seen.Add(chainEvent);
            }
        }

        return ChainGraphs.WithRun(ChainGraphs.Of(Chain.Of(root, job.Name)), seen);
    }

    private async Task<(ChainRunJob Job, ChainNode Root)> GetAsync(JobId run, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(run, cancellationToken) is not { Job.Kind: ChainRunJob.Kind } detail)
        {
            throw new IsaaException("run_unknown", $"There is no run {run} of a chain.");
        }

        var job = JsonSerializer.Deserialize(detail.Arguments.Span, ChainRunJson.Default.ChainRunJob)!;
        return (job, ChainDefinition.Read(job.Definition));
    }

    /// <summary>What came of a job that has ended.</summary>
    public static ChainResult ResultOf(JobDetail detail)
    {
        if (detail.Result is { } bytes)
        {
            return JsonSerializer.Deserialize(bytes.Span, ChainResultJson.Default.ChainResult)!;
        }

        // The run ended where no handler could say so: cancelled before it began, broken, or its machines were lost too often.
        var job = JsonSerializer.Deserialize(detail.Arguments.Span, ChainRunJson.Default.ChainRunJob)!;
        var isCancelled = detail.Job.State == JobState.Cancelled;
        return new ChainResult
        {
            IsCompleted = false,
            Chain = job.Name,
            Usage = TokenUsage.None,
            Error = new ChainFailure
            {
                Code = isCancelled ? "cancelled" : detail.Job.Error?.Code ?? "run_lost",
                Message = detail.Job.CancelReason ?? detail.Job.Error?.Message ?? "The run was given up after its workers were lost too often.",
            },
        };
    }
}
