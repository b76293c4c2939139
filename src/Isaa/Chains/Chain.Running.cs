using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Isaa.Chains.Checking;
using Isaa.Chains.Running;
using Isaa.Chains.Values;
using Isaa.Protocol.Events;

namespace Isaa.Chains;

public partial class Chain
{
    private ChainPlan? _plan;

    internal ChainPlan Plan => _plan ??= ChainChecker.Check(Root);

    /// <summary>Checks the whole chain: what each condition guards, what <c>[n]</c> maps, which fields and comparisons cannot be. Running it does so too.</summary>
    /// <returns>This chain.</returns>
    /// <exception cref="Diagnostics.IsaaException"><c>chain_invalid</c> with everything that is wrong and where; a single fault has its own code, such as <c>field_unknown</c> or <c>condition_mismatch</c>.</exception>
    public Chain Check()
    {
        _ = Plan;
        return this;
    }

    /// <summary>Runs the chain in this process. Nothing of it is kept but what its agents keep themselves; for a run that survives a crash see <c>app.Chains</c>.</summary>
    /// <param name="input">The data; a text, or any value through <see cref="ChainValue.From"/>.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run and its agents' runs.</param>
    /// <returns>What the last node gave.</returns>
    /// <exception cref="ChainException">A node failed and no fallback took over.</exception>
    public Task<ChainValue> RunAsync(ChainValue input, ChainRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ChainRuns.RunAsync(this, input, options ?? new ChainRunOptions(), cancellationToken);
    }

    /// <summary>Runs the chain in this process and blocks until it has its result. In asynchronous code use <see cref="RunAsync"/>.</summary>
    /// <param name="input">The data.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <returns>What the last node gave.</returns>
    /// <exception cref="ChainException">A node failed and no fallback took over.</exception>
    public ChainValue Run(ChainValue input, ChainRunOptions? options = null) =>
        Task.Run(() => RunAsync(input, options)).GetAwaiter().GetResult();

    /// <summary>Runs the chain in this process and yields what happens, its end with the result last. Leaving the loop ends the run.</summary>
    /// <param name="input">The data.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ChainException">A node failed and no fallback took over; thrown after the last event.</exception>
    public async IAsyncEnumerable<ChainEvent> StreamAsync(
        ChainValue input, ChainRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Channel.CreateUnbounded<ChainEvent>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var given = options ?? new ChainRunOptions();
        var running = FollowAsync(input, given, events.Writer, stop.Token);
        try
        {
            await foreach (var one in events.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return one;
            }

            await running;
        }
        finally
        {
            await stop.CancelAsync();
            await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task FollowAsync(ChainValue input, ChainRunOptions options, ChannelWriter<ChainEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            var listening = options with
            {
                OnEvent = async one =>
                {
                    await (options.OnEvent?.Invoke(one) ?? ValueTask.CompletedTask);
                    await events.WriteAsync(one, CancellationToken.None);
                },
            };
            await RunAsync(input, listening, cancellationToken);
        }
        finally
        {
            events.Complete();
        }
    }
}
