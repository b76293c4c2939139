using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Isaa.Jobs;

namespace Isaa.Benchmarks.Queue;

/// <summary>A job that does nothing but note when it was picked up.</summary>
internal sealed record NoopJob(string Text, long AddedAt);

/// <summary>How <see cref="NoopJob"/> is written.</summary>
[JsonSerializable(typeof(NoopJob))]
internal sealed partial class NoopJson : JsonSerializerContext;

/// <summary>Counts its jobs and says when the last of those expected has begun.</summary>
internal sealed class NoopHandler : IJobHandler<NoopJob>
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;

    public ConcurrentQueue<double> Latencies { get; } = new();

    public Task All => _all.Task;

    public void Expect(int count) => _left = count;

    public Task<JobOutcome> RunAsync(NoopJob arguments, JobContext context, CancellationToken cancellationToken)
    {
        if (arguments.AddedAt != 0)
        {
            Latencies.Enqueue(TimeProvider.System.GetElapsedTime(arguments.AddedAt).TotalMilliseconds);
        }

        if (Interlocked.Decrement(ref _left) == 0)
        {
            _all.SetResult();
        }

        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}
