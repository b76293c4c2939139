using System.Globalization;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Steps;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>All handlers of the process that is killed; each writes down what it does.</summary>
internal sealed class CrashHandlers(CrashOrder order, Ledger ledger, IdSource ids)
    : IJobHandler<PlainWork>, IJobHandler<StepsWork>, IJobHandler<RetryWork>, IJobHandler<SnoozeWork>, IJobHandler<OrderWork>, IJobHandler<HeldWork>, IJobHandler<KeyedWork>
{
    public async Task<JobOutcome> RunAsync(PlainWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Begin(context);
        await Task.Delay(TimeSpan.FromMilliseconds(arguments.Milliseconds), context.Time, cancellationToken);
        return Complete(context);
    }

    public async Task<JobOutcome> RunAsync(KeyedWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Begin(context);
        await Task.Delay(TimeSpan.FromMilliseconds(arguments.Milliseconds), context.Time, cancellationToken);
        return Complete(context);
    }

    public async Task<JobOutcome> RunAsync(StepsWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Begin(context);
        await RunAsync(context, NewStep(0, StepKind.Repeatable), act: null, cancellationToken);
        await RunAsync(context, NewStep(1, StepKind.Reconcilable) with { Probe = ProbeAsync }, scope => ledger.Acted(context.Id, scope.IdempotencyKey), cancellationToken);
        await RunAsync(context, NewStep(2, StepKind.OnceOnly), scope => ledger.Acted(context.Id, scope.IdempotencyKey), cancellationToken);
        return Complete(context);
    }

    public Task<JobOutcome> RunAsync(RetryWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Begin(context);
        return Task.FromResult<JobOutcome>(context.Job.Charged >= arguments.Failures
            ? Complete(context)
            : new JobOutcome.Failed { Error = new JobError { Code = "crash_retry", Message = "Not yet." }, MayRetry = true });
    }

    public async Task<JobOutcome> RunAsync(SnoozeWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Begin(context);
        for (var i = 0; i < arguments.Times; i++)
        {
            var step = await RunAsync(context, NewStep(i, StepKind.Repeatable), act: null, cancellationToken);
            if (step == StepStatus.Ran)
            {
                return new JobOutcome.Snoozed { For = TimeSpan.FromMilliseconds(5), Reason = "part by part" };
            }
        }

        return Complete(context);
    }

    public Task<JobOutcome> RunAsync(OrderWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Begin(context);
        return Task.FromResult<JobOutcome>(Complete(context));
    }

    public async Task<JobOutcome> RunAsync(HeldWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Begin(context);
        await RunAsync(context, NewStep(0, StepKind.OnceOnly), scope => ledger.Acted(context.Id, scope.IdempotencyKey), CancellationToken.None);
        while (!File.Exists(arguments.File))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }

        try
        {
            await RunAsync(context, NewStep(1, StepKind.OnceOnly), scope => ledger.Acted(context.Id, scope.IdempotencyKey), CancellationToken.None);
        }
        catch (LeaseLostException)
        {
            ledger.Refused(context.Id, "step");
            throw;
        }

        return Complete(context);
    }

    private static Step<string> NewStep(int index, StepKind kind) => new()
    {
        Key = new StepKey("", index),
        Name = kind.ToString(),
        Input = "",
        ResultType = CrashJson.Default.String,
        Kind = kind,
    };

    private static JobOutcome.Completed Complete(JobContext context) => new JobOutcome.Completed
    {
        Result = JsonSerializer.SerializeToUtf8Bytes(context.Id.ToString(), CrashJson.Default.String),
    };

    private void Begin(JobContext context)
    {
        ledger.Began(context.Id);
        if (!order.ClockJumps && context.Time.GetUtcNow() < context.Job.RunAt)
        {
            ledger.Wrong(context.Id, string.Create(CultureInfo.InvariantCulture, $"began before its time {context.Job.RunAt:O}"));
        }
    }

    private async Task<StepStatus> RunAsync(JobContext context, Step<string> step, Action<StepScope>? act, CancellationToken cancellationToken)
    {
        var result = await context.RunStepAsync(
            step,
            (scope, _) =>
            {
                act?.Invoke(scope);
                return Task.FromResult(step.Kind == StepKind.Repeatable ? ids.Next().ToString("N") : scope.IdempotencyKey);
            },
            cancellationToken);
        if (result.Status == StepStatus.Unknown)
        {
            ledger.Unknown(context.Id, step.Name);
        }
        else
        {
            ledger.Saw(context.Id, step.Name + step.Key, result.Value!);
        }

        return result.Status;
    }

    // The ledgers of all processes are the outside world: what is written there has happened.
    private Task<StepProbe<string>> ProbeAsync(string key, CancellationToken cancellationToken) => Task.FromResult(
        Ledger.Read(ledger.Folder).Any(line => line.Verb == "acted" && line.Detail == key) ? new StepProbe<string>(true, key) : default);
}
