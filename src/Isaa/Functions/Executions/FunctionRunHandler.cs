using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Functions.Storing;
using Isaa.Jobs;

namespace Isaa.Functions.Executions;

/// <summary>Calls functions as jobs: kind <c>function.run</c>. A call that was cut off by a crash is made again, unless it could reach others.</summary>
/// <param name="executor">Makes the calls.</param>
internal sealed class FunctionRunHandler(FunctionExecutor executor) : IJobHandler<FunctionRunJob>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<JobOutcome> RunAsync(FunctionRunJob arguments, JobContext context, CancellationToken cancellationToken)
    {
        var request = new FunctionRequest
        {
            Function = $"{arguments.Function}@{arguments.Version}",
            Hash = arguments.Hash,
            Input = arguments.Input,
            Tenant = context.Job.Tenant,
            Caller = new FunctionContext { Session = arguments.Session, Agent = arguments.Agent, Job = context.Id.ToString() },
            IdempotencyKey = arguments.IdempotencyKey ?? (arguments.HasNetwork ? $"job {context.Id}" : null),
            IsAttemptOfJob = true,
        };
        FunctionExecution ended;
        try
        {
            ended = await executor.RunAsync(request, cancellationToken);
        }
        catch (IsaaException e) when (e.Code.StartsWith("function_", StringComparison.Ordinal) || e.Code.StartsWith("key_", StringComparison.Ordinal))
        {
            return new JobOutcome.Failed { Error = new JobError { Code = e.Code, Message = e.Message } };
        }

        var result = JsonSerializer.SerializeToUtf8Bytes(ended, FunctionRunJson.Default.FunctionExecution);
        return ended.Outcome switch
        {
            FunctionOutcome.Completed => new JobOutcome.Completed { Result = result },
            FunctionOutcome.Busy => new JobOutcome.Snoozed { For = Pause, Reason = "too many calls of functions wait already" },
            _ => new JobOutcome.Failed
            {
                Error = new JobError { Code = FunctionNames.Of(ended.Outcome!.Value), Message = FunctionText.Of(ended.Outcome.Value, ended.Error) },
                MayRetry = FunctionText.IsUnstarted(ended.Outcome.Value) || (ended.Outcome == FunctionOutcome.Crashed && !arguments.HasNetwork),
                Result = result,
            },
        };
    }
}
