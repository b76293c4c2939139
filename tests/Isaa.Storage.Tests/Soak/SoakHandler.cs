using System.Collections.Concurrent;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;

namespace Isaa.Storage.Tests.Soak;

/// <summary>Works jobs of all sorts and measures how soon they were picked up.</summary>
internal sealed class SoakHandler : IJobHandler<SoakWork>
{
    private readonly ConcurrentQueue<double> _pickUps = [];
    private readonly ConcurrentDictionary<JobId, long> _added = new();
    private long _ended;

    public long Ended => Interlocked.Read(ref _ended);

    /// <summary>A job whose pick-up is measured is about to be added.</summary>
    public void Adding(JobId job) => _added[job] = TimeProvider.System.GetTimestamp();

    /// <summary>The pick-ups since the last call, in milliseconds and in order of size.</summary>
    public List<double> TakePickUps()
    {
        var taken = new List<double>();
        while (_pickUps.TryDequeue(out var one))
        {
            taken.Add(one);
        }

        taken.Sort();
        return taken;
    }

    public async Task<JobOutcome> RunAsync(SoakWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        if (_added.TryRemove(context.Id, out var added))
        {
            _pickUps.Enqueue(TimeProvider.System.GetElapsedTime(added).TotalMilliseconds);
        }

        var outcome = await WorkAsync(arguments, context, cancellationToken);
        Interlocked.Add(ref _ended, outcome is JobOutcome.Completed ? 1 : 0);
        return outcome;
    }

    private static async Task<JobOutcome> WorkAsync(SoakWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        switch (arguments.Sort)
        {
            case SoakWork.Steps:
                await StepAsync(context, 0, cancellationToken);
                await StepAsync(context, 1, cancellationToken);
                context.ReportProgress(0.5);
                break;
            case SoakWork.Retry when context.Job.Charged == 0:
                return new JobOutcome.Failed { Error = new JobError { Code = "soak_retry", Message = "Not yet." }, MayRetry = true };
            case SoakWork.Snooze when await StepAsync(context, 0, cancellationToken) == StepStatus.Ran:
                return new JobOutcome.Snoozed { For = TimeSpan.FromMilliseconds(50), Reason = "part by part" };
            case SoakWork.Parent:
                await context.EnqueueChildrenAsync(new StepKey("", 0), [new SoakWork(SoakWork.Plain, ""), new SoakWork(SoakWork.Plain, "")], cancellationToken: cancellationToken);
                await context.WaitForChildrenAsync(cancellationToken: cancellationToken);
                break;
            case SoakWork.Signal:
                var step = new SignalStep<string> { Key = new StepKey("", 0), Signal = "go", BodyType = SoakJson.Default.String, Timeout = TimeSpan.FromSeconds(5) };
                await context.WaitForSignalAsync(step, cancellationToken);
                break;
        }

        return new JobOutcome.Completed();
    }

    private static async Task<StepStatus> StepAsync(JobContext context, int index, CancellationToken cancellationToken)
    {
        var step = new Step<string> { Key = new StepKey("", index), Name = "part", Input = "", ResultType = SoakJson.Default.String, Kind = StepKind.Repeatable };
        return (await context.RunStepAsync(step, static (_, _) => Task.FromResult("done"), cancellationToken)).Status;
    }
}
