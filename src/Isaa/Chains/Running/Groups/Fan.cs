using System.Runtime.ExceptionServices;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>Runs many at once, at most so many at a time. The first failure stops the others.</summary>
internal sealed class Fan
{
    private readonly Func<int, CancellationToken, ValueTask<ChainValue>> _run;
    private readonly CancellationTokenSource _stop;
    private readonly ChainValue[] _results;
    private int _next = -1;
    private Exception? _failure;
    private Exception? _suspension;

    private Fan(int count, Func<int, CancellationToken, ValueTask<ChainValue>> run, CancellationTokenSource stop)
    {
        _results = new ChainValue[count];
        _run = run;
        _stop = stop;
    }

    /// <summary>Runs all and returns their results in order.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="frame">Where; says how many run at a time, and ends all.</param>
    /// <param name="run">Runs one.</param>
    public static async Task<ChainValue[]> RunAsync(int count, ChainFrame frame, Func<int, CancellationToken, ValueTask<ChainValue>> run)
    {
        var token = frame.Token;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var fan = new Fan(count, run, stop);
        var lanes = Math.Max(1, Math.Min(frame.Execution.Options.MaxParallel, count));
        var running = new Task[lanes];

        // Each lane has a thread, so that functions that block do not hold up the others.
        for (var i = 1; i < lanes; i++)
        {
            running[i] = Task.Run(fan.RunLaneAsync, CancellationToken.None);
        }

        running[0] = fan.RunLaneAsync();
        await Task.WhenAll(running);
        if (fan._failure is { } failure)
        {
            frame.Execution.HasStoppedGroup = true;
            ExceptionDispatchInfo.Throw(failure);
        }

        token.ThrowIfCancellationRequested();
        if (fan._suspension is { } suspension)
        {
            ExceptionDispatchInfo.Throw(suspension);
        }

        return fan._results;
    }

    private async Task RunLaneAsync()
    {
        while (Volatile.Read(ref _failure) is null && Interlocked.Increment(ref _next) is var index && index < _results.Length)
        {
            try
            {
                _results[index] = await _run(index, _stop.Token);
            }
            catch (ChainSuspendedException e)
            {
                // The other lanes go on meanwhile; this one stays taken, so that no more than the limit wait at a time.
                _suspension = e;
                return;
            }
            catch (Exception e)
            {
                if (Interlocked.CompareExchange(ref _failure, e, null) is null)
                {
                    await _stop.CancelAsync();
                }
            }
        }
    }
}
