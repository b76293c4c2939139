using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>Handlers of jobs that wait for signals and for other jobs.</summary>
internal sealed class FlowHandlers(Ledger ledger) : IJobHandler<SignalledWork>, IJobHandler<ParentWork>, IJobHandler<DependantWork>
{
    /// <summary>How long a signal is waited for; who would send it may be dead.</summary>
    public static readonly TimeSpan SignalTimeout = TimeSpan.FromSeconds(2);

    public async Task<JobOutcome> RunAsync(SignalledWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        ledger.Began(context.Id);
        var step = new SignalStep<string> { Key = new StepKey("", 0), Signal = arguments.Signal, BodyType = CrashJson.Default.String, Timeout = SignalTimeout };
        var outcome = await context.WaitForSignalAsync(step, cancellationToken);
        ledger.Saw(context.Id, "signal", outcome.IsReceived ? outcome.Body! : "none");
        return Complete(context);
    }

    public async Task<JobOutcome> RunAsync(ParentWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        ledger.Began(context.Id);
        var children = Enumerable.Range(0, arguments.Children).Select(_ => new PlainWork(1)).ToList();
        var added = await context.EnqueueChildrenAsync(new StepKey("", 0), children, cancellationToken: cancellationToken);
        ledger.Saw(context.Id, "children", string.Join('+', added));
        Expect(context.Id, await context.WaitForChildrenAsync(cancellationToken: cancellationToken), arguments.Children);
        return Complete(context);
    }

    public async Task<JobOutcome> RunAsync(DependantWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        ledger.Began(context.Id);
        Expect(context.Id, await context.ReadDependenciesAsync(cancellationToken), arguments.Dependencies);
        return Complete(context);
    }

    private static JobOutcome.Completed Complete(JobContext context) => new()
    {
        Result = JsonSerializer.SerializeToUtf8Bytes(context.Id.ToString(), CrashJson.Default.String),
    };

    // Each must have ended well and handed over its own result.
    private void Expect(JobId job, IReadOnlyList<DependencyState> states, int count)
    {
        if (states.Count != count)
        {
            ledger.Wrong(job, $"saw {states.Count} of the {count} jobs it waited for");
        }

        foreach (var state in states.Where(state => state.State != JobState.Completed))
        {
            ledger.Wrong(job, $"ran although {state.Job} was {state.State}");
        }
    }
}
