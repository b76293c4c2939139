using Isaa.Jobs.Working;

namespace Isaa.Tests.Jobs;

public sealed class JobInterruptionTests
{
    [Fact]
    public void An_attempt_that_has_just_ended_can_still_be_told_to_stop()
    {
        var interruption = new JobInterruption();
        interruption.Dispose();
        interruption.Interrupt(JobInterruption.Cause.Stopping);
        Assert.Equal(JobInterruption.Cause.Stopping, interruption.Why);
    }

    [Fact]
    public void The_first_reason_counts()
    {
        using var interruption = new JobInterruption();
        interruption.Interrupt(JobInterruption.Cause.TimedOut);
        interruption.Cancel("too late");
        Assert.Equal(JobInterruption.Cause.TimedOut, interruption.Why);
        Assert.True(interruption.Token.IsCancellationRequested);
    }
}
