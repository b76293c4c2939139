using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Queues;

namespace Isaa.Server.Tests.Api;

public sealed class QueueEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_shows_what_waits_in_it_and_how_it_does()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.AddAsync();
        await server.AddAsync();
        server.Server.WorkOn(job);
        await server.Queue.WaitAsync(job, Token);

        var queue = Assert.Single((await server.Owner.Queues.ListAsync(cancellationToken: Token)).Queues);

        Assert.Equal(("default", "default", false), (queue.Tenant, queue.Name, queue.IsPaused));
        Assert.Equal((1L, 1L), (queue.States[JobStates.Ready], queue.States[JobStates.Completed]));
        Assert.Equal((1, 0), (queue.Figures.Ended, queue.Figures.Failed));
        Assert.NotNull(queue.Figures.OldestReadyAt);
        Assert.NotNull(queue.Figures.WaitMedian);
        Assert.NotNull(queue.Figures.Run95);
    }

    [Fact]
    public async Task Pausing_and_resuming_can_be_repeated_and_leave_the_limits_alone()
    {
        await using var server = await TestServer.StartAsync();
        var limits = new QueueLimits { Concurrency = 3, Rate = new RateView { Jobs = 10, Seconds = 60, Burst = 2 }, GroupConcurrency = 1 };
        Assert.Equal(limits, (await server.Owner.Queues.SetLimitsAsync("mail", limits, cancellationToken: Token)).Limits);

        Assert.True((await server.Owner.Queues.PauseAsync("mail", true, cancellationToken: Token)).IsPaused);
        var again = await server.Owner.Queues.PauseAsync("mail", true, cancellationToken: Token);
        Assert.Equal((true, limits), (again.IsPaused, again.Limits));
        Assert.True((await server.Owner.Queues.SetLimitsAsync("mail", new QueueLimits(), cancellationToken: Token)).IsPaused);
        Assert.False((await server.Owner.Queues.PauseAsync("mail", false, cancellationToken: Token)).IsPaused);
        Assert.False((await server.Owner.Queues.PauseAsync("mail", false, cancellationToken: Token)).IsPaused);
    }

    [Fact]
    public async Task Groups_and_kinds_are_paused_and_limited()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Owner.Queues;
        Assert.True((await client.PauseGroupAsync("mail", "customer/7 & co", true, cancellationToken: Token)).IsPaused);
        var limited = await client.SetGroupLimitsAsync("mail", "a", new GroupLimits { Concurrency = 2 }, cancellationToken: Token);
        Assert.Equal((false, 2), (limited.IsPaused, limited.Limits.Concurrency));

        var first = await client.ListGroupsAsync("mail", limit: 1, cancellationToken: Token);
        var second = await client.ListGroupsAsync("mail", first.Next, cancellationToken: Token);
        Assert.Equal(["a", "customer/7 & co"], first.Groups.Concat(second.Groups).Select(g => g.Key));
        Assert.Null(second.Next);
        Assert.False((await client.PauseGroupAsync("mail", "customer/7 & co", false, cancellationToken: Token)).IsPaused);

        Assert.True((await client.PauseKindAsync("echo.slow", true, cancellationToken: Token)).IsPaused);
        Assert.Equal(["default/echo.slow"], (await client.ListAsync(cancellationToken: Token)).PausedKinds);
        await client.PauseKindAsync("echo.slow", false, cancellationToken: Token);
        Assert.Empty((await client.ListAsync(cancellationToken: Token)).PausedKinds);
    }

    [Fact]
    public async Task A_queue_has_rules_of_its_own_or_the_defaults()
    {
        await using var server = await TestServer.StartAsync();
        var before = await server.Owner.Queues.GetRetentionAsync("mail", cancellationToken: Token);
        Assert.Equal([JobStates.Completed, JobStates.Failed, JobStates.Cancelled, JobStates.Dead], before.Rules.Select(r => r.State));
        Assert.All(before.Rules, r => Assert.False(r.IsOwn));
        Assert.Equal(30 * 24 * 3600, before.Rules[0].AgeSeconds);

        var own = new RetentionView { State = JobStates.Failed, IsOwn = true, Count = 100 };
        Assert.Equal(own, (await server.Owner.Queues.SetRetentionAsync("mail", own, cancellationToken: Token)).Rules[1]);
        Assert.Equal(before.Rules, (await server.Owner.Queues.SetRetentionAsync("mail", own with { IsOwn = false }, cancellationToken: Token)).Rules);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_with_what_would_be_right()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Owner.Queues;
        await IsAsync("queue_unknown", () => client.GetAsync("nothing", cancellationToken: Token));
        await IsAsync("limit_invalid", () => client.SetLimitsAsync("mail", new QueueLimits { Concurrency = 0 }, cancellationToken: Token));
        await IsAsync("limit_invalid", () => client.SetLimitsAsync("mail", new QueueLimits { Rate = new RateView { Jobs = 1, Seconds = 0 } }, cancellationToken: Token));
        await IsAsync("name_invalid", () => client.PauseAsync(new string('x', 201), true, cancellationToken: Token));
        await IsAsync("state_invalid", () => client.SetRetentionAsync("mail", new RetentionView { State = JobStates.Ready, IsOwn = true }, cancellationToken: Token));
        await IsAsync("limit_invalid", () => client.SetRetentionAsync("mail", new RetentionView { State = JobStates.Dead, IsOwn = true, Count = -1 }, cancellationToken: Token));
        Assert.Empty((await client.ListAsync(cancellationToken: Token)).Queues);
    }

    private static async Task IsAsync<T>(string code, Func<Task<T>> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<IsaaApiException>(call)).Problem.Code);
}
