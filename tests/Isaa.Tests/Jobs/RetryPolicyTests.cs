using Isaa.Jobs;

namespace Isaa.Tests.Jobs;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    public void Pauses_double_from_the_first_delay(int charged, double seconds)
    {
        var policy = new RetryPolicy { MaxAttempts = 10, Jitter = 0 };

        Assert.Equal(TimeSpan.FromSeconds(seconds), policy.DelayAfter(charged, 0.5));
    }

    [Fact]
    public void The_last_allowed_attempt_has_no_pause_after_it()
    {
        var policy = new RetryPolicy { MaxAttempts = 3 };

        Assert.NotNull(policy.DelayAfter(2, 0.5));
        Assert.Null(policy.DelayAfter(3, 0.5));
        Assert.Null(RetryPolicy.None.DelayAfter(1, 0.5));
    }

    [Fact]
    public void Jitter_stays_inside_its_share_and_the_cap_bounds_the_pause_before_it()
    {
        var policy = new RetryPolicy { MaxAttempts = 100, Delay = TimeSpan.FromSeconds(10), MaxDelay = TimeSpan.FromMinutes(1), Jitter = 0.25 };

        Assert.Equal(TimeSpan.FromSeconds(45), policy.DelayAfter(50, 0));
        Assert.InRange(policy.DelayAfter(50, 0.999)!.Value, TimeSpan.FromSeconds(74), TimeSpan.FromSeconds(75));
    }

    [Fact]
    public void A_pause_of_zero_stays_zero()
    {
        var policy = new RetryPolicy { MaxAttempts = 5, Delay = TimeSpan.Zero };

        Assert.Equal(TimeSpan.Zero, policy.DelayAfter(3, 0.9));
    }
}
