using System.Security.Cryptography;
using System.Text;
using Isaa.Chains.Durable;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Protocol.Chains;
using Isaa.Tools;
using Microsoft.Extensions.Logging;

namespace Isaa.Chains.Offering;

/// <summary>Runs chains for calls of a tool, as jobs. The call lends its own slot to the run, so that a full worker does not wait for itself.</summary>
/// <param name="chains">Starts the runs.</param>
/// <param name="store">Where the jobs are.</param>
/// <param name="kinds">What a worker can run.</param>
/// <param name="options">How workers of this program work.</param>
/// <param name="ids">Names the worker.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The worker's.</param>
internal sealed class ChainCalls(
    FlowChains chains, IJobStore store, JobKindCatalog kinds, WorkerOptions options, IdSource ids, TimeProvider time, ILogger<Worker> logger)
{
    /// <summary>How many runs may stand inside one another.</summary>
    public const int MaxDepth = 8;

    private const string CallerTag = "caller:";

    /// <summary>Runs a chain and returns its text. Called again for the same call, it goes on with the same run.</summary>
    /// <exception cref="IsaaException">The run failed, with its code; <c>chain_unknown</c>, <c>chain_not_accepted</c>, <c>chain_too_deep</c>.</exception>
    public async Task<string> RunAsync(string chain, ChainValue input, ToolCallContext context, CancellationToken cancellationToken)
    {
        var run = IdOf(context);
        if (await store.FindAsync(run, cancellationToken) is null)
        {
            await EnsureShallowAsync(chain, context.Run, cancellationToken);
            var start = new ChainStartOptions { Id = run, Tenant = context.Tenant, Folder = context.Workspace?.Root, Tags = [CallerTag + context.Run] };
            await chains.StartAsync(chain, input, start, cancellationToken);
        }

        var result = await WorkAsync(run, context.Run, cancellationToken);
        return result.IsCompleted ? result.Text ?? ""
            : throw new IsaaException(result.Error?.Code ?? "chain_failed", $"Chain '{chain}' failed: {result.Error?.Message}");
    }

    private async Task<ChainResult> WorkAsync(JobId run, JobId caller, CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource();
        var worker = new Worker(store, kinds, options with { Only = run, Concurrency = 1 }, ids, time, logger);
        var working = Task.Run(() => worker.RunAsync(stop.Token), CancellationToken.None);
        try
        {
            return await chains.WaitAsync(run, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // A worker that stops goes on later with the same run; a run that was cancelled never does.
            if (await store.FindAsync(caller, CancellationToken.None) is not { Job: { CancelReason: null } job } || job.State.IsFinal())
            {
                await chains.CancelAsync(run, $"its caller {caller} was cancelled", CancellationToken.None);
            }

            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await working.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // From a run to whoever called it: an agent of a chain is the chain's child, a chain that a tool runs has its caller as a tag.
    private async Task EnsureShallowAsync(string chain, JobId caller, CancellationToken cancellationToken)
    {
        var depth = 1;
        for (JobId? at = caller; at is { } id && await store.FindAsync(id, cancellationToken) is { Job: var job };)
        {
            var tag = job.Tags.FirstOrDefault(t => t.StartsWith(CallerTag, StringComparison.Ordinal));
            if (tag is not null && ++depth > MaxDepth)
            {
                throw new IsaaException("chain_too_deep", $"Chain '{chain}' was not run: {MaxDepth} runs of chains stand inside one another already. A chain whose agents run it again never ends; do the task without it.");
            }

            at = tag is not null && JobId.TryParse(tag[CallerTag.Length..], out var outer) ? outer : job.Parent;
        }
    }

    private static JobId IdOf(ToolCallContext context)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Tenant}\n{context.IdempotencyKey}\nchain"));
        return new JobId(new Guid(hash.AsSpan(0, 16)));
    }
}
