using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Retrying;

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

    [Theory]
    [InlineData(Backoff.Fixed, 3, 3, 3)]
    [InlineData(Backoff.Linear, 3, 6, 9)]
    [InlineData(Backoff.Exponential, 3, 6, 12)]
    public void Pauses_grow_as_the_policy_says(Backoff backoff, double first, double second, double third)
    {
        var policy = new RetryPolicy { MaxAttempts = 10, Backoff = backoff, Delay = TimeSpan.FromSeconds(3), Jitter = 0 };

        Assert.Equal([first, second, third], Enumerable.Range(1, 3).Select(n => policy.DelayAfter(n, 0.5)!.Value.TotalSeconds));
    }

    [Fact]
    public void The_first_rule_that_fits_the_code_or_the_type_of_the_exception_decides()
    {
        var patient = new RetryPolicy { MaxAttempts = 50 };
        var policy = new RetryPolicy
        {
            MaxAttempts = 3,
            On = [new RetryRule { Error = "no_paper", Policy = patient }, new RetryRule { Error = "System.ArgumentException" }, new RetryRule { Error = "no_paper" }],
        };

        Assert.Same(patient, policy.For("no_paper"));
        Assert.Null(policy.For("internal_error", new ArgumentNullException()));
        Assert.Same(policy, policy.For("internal_error", new InvalidOperationException()));
        Assert.Same(policy, policy.For("other"));
    }

    [Fact]
    public void Policies_that_say_the_same_are_equal_and_survive_json()
    {
        RetryPolicy Make() => new()
        {
            MaxAttempts = 3,
            Backoff = Backoff.Linear,
            Custom = "mine",
            On = [new RetryRule { Error = "no_paper", Policy = new RetryPolicy { MaxAttempts = 2 } }],
        };

        Assert.Equal(Make(), Make());
        Assert.NotEqual(Make(), Make() with { On = [] });
        Assert.Equal(Make(), JsonSerializer.Deserialize<RetryPolicy>(JsonSerializer.Serialize(Make())));
    }

    [Fact]
    public void A_policy_whose_only_retries_are_by_rule_is_not_none() =>
        Assert.False(new RetryPolicy { MaxAttempts = 1, On = [new RetryRule { Error = "busy", Policy = new RetryPolicy { MaxAttempts = 5 } }] }.IsNone);
}
