using System.Diagnostics;
using Isaa.Jobs;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>A job that kills its worker.</summary>
internal sealed class PoisonHandler : IJobHandler<PoisonWork>
{
    public Task<JobOutcome> RunAsync(PoisonWork arguments, JobContext context, CancellationToken cancellationToken)
    {
        Process.GetCurrentProcess().Kill();
        return Task.FromException<JobOutcome>(new UnreachableException());
    }
}
