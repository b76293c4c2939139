using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Tests;

internal sealed class EchoHandler : IJobHandler<EchoJob>
{
    public async Task<JobOutcome> RunAsync(EchoJob arguments, JobContext context, CancellationToken cancellationToken)
    {
        if (arguments.Text == "fail")
        {
            throw new IsaaException("echo_refused", "The text is 'fail'.");
        }

        if (arguments.Text == "log")
        {
            context.Log(LogLevel.Information, "half of it");
            context.Log(LogLevel.Warning, "odd");
            context.ReportProgress(0.5);
        }

        if (arguments.Text == "wait")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return new JobOutcome.Completed { Result = JsonSerializer.SerializeToUtf8Bytes(arguments, EchoJson.Default.EchoJob) };
    }
}
