using Isaa.Jobs.Working;

namespace Isaa.Tests.Jobs;

public sealed class SlotSignalTests
{
    [Fact]
    public async Task A_signal_given_before_the_wait_is_kept()
    {
        var signal = new SlotSignal();
        signal.Set();

        await signal.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_kept_signal_serves_one_wait_only()
    {
        var signal = new SlotSignal();
        signal.Set();
        signal.Set();
        await signal.WaitAsync(TestContext.Current.CancellationToken);

        var second = signal.WaitAsync(TestContext.Current.CancellationToken);

        Assert.False(second.IsCompleted);
        signal.Set();
        await second;
    }

    [Fact]
    public async Task The_end_of_the_token_ends_the_wait_without_an_error()
    {
        using var ended = new CancellationTokenSource();
        var wait = new SlotSignal().WaitAsync(ended.Token);

        await ended.CancelAsync();

        await wait;
    }

    [Fact]
    public async Task A_wait_that_was_given_up_takes_no_signal_with_it()
    {
        using var ended = new CancellationTokenSource();
        var signal = new SlotSignal();
        var first = signal.WaitAsync(ended.Token);
        await ended.CancelAsync();
        await first;

        var second = signal.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        signal.Set();
        await second;
    }

    [Fact]
    public async Task A_signal_that_meets_only_a_wait_that_was_given_up_is_kept()
    {
        var signal = new SlotSignal();
        var first = signal.WaitAsync(new CancellationToken(canceled: true));
        signal.Set();
        await first;

        Assert.True(signal.WaitAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }
}
