using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Jobs.Changes;

namespace Isaa.Server.Tests.Api;

public sealed class ChangeEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing_and_the_change_does_what_was_counted()
    {
        await using var server = await TestServer.StartAsync();
        var first = (await server.AddAsync("one")).ToString();
        var second = (await server.AddAsync("two")).ToString();
        await server.Owner.CancelJobAsync(first, cancellationToken: Token);
        var request = new ChangeJobs { Action = JobActions.Delete, Filter = new JobFilter { States = [JobStates.Cancelled, JobStates.Failed] }, DryRun = true };

        var counted = await server.Owner.ChangeJobsAsync(request, Token);
        Assert.Equal((1L, 0L, 1L), (counted.Changed, counted.Skipped, counted.States![JobStates.Cancelled]));
        Assert.Equal(JobStates.Cancelled, (await server.Owner.GetJobAsync(first, Token)).Job.State);

        var done = await server.Owner.ChangeJobsAsync(request with { DryRun = false }, Token);
        Assert.Equal((1L, 0L, (string?)null), (done.Changed, done.Skipped, done.Next));
        Assert.Equal("job_unknown", (await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.GetJobAsync(first, Token))).Problem.Code);
        Assert.Equal(JobStates.Ready, (await server.Owner.GetJobAsync(second, Token)).Job.State);
    }

    [Fact]
    public async Task Every_action_changes_its_jobs()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await server.AddAsync()).ToString();
        var later = TimeProvider.System.GetUtcNow().AddDays(1);
        var one = new ChangeJobs { Action = "", Filter = new JobFilter { Ids = [id] } };

        Assert.Equal(1, (await server.Owner.ChangeJobsAsync(one with { Action = JobActions.Reprioritise, Priority = -3 }, Token)).Changed);
        Assert.Equal(-3, (await server.Owner.GetJobAsync(id, Token)).Job.Priority);
        Assert.Equal(1, (await server.Owner.ChangeJobsAsync(one with { Action = JobActions.Reschedule, At = later }, Token)).Changed);
        Assert.Equal(JobStates.Delayed, (await server.Owner.GetJobAsync(id, Token)).Job.State);
        Assert.Equal(1, (await server.Owner.ChangeJobsAsync(one with { Action = JobActions.Promote }, Token)).Changed);
        Assert.Equal(JobStates.Ready, (await server.Owner.GetJobAsync(id, Token)).Job.State);
        Assert.Equal(1, (await server.Owner.ChangeJobsAsync(one with { Action = JobActions.Cancel, Reason = "why not" }, Token)).Changed);
        Assert.Equal("why not", (await server.Owner.GetJobAsync(id, Token)).Job.CancelReason);
        Assert.Equal(1, (await server.Owner.ChangeJobsAsync(one with { Action = JobActions.Retry }, Token)).Changed);
        Assert.Equal(JobStates.Ready, (await server.Owner.GetJobAsync(id, Token)).Job.State);
        Assert.Equal((0L, 0L), (await server.Owner.ChangeJobsAsync(one with { Action = JobActions.Retry }, Token)) is var again ? (again.Changed, again.Skipped) : default);
    }

    [Theory]
    [InlineData("""{"action":"cancel","filter":{}}""", "filter_empty")]
    [InlineData("""{"action":"explode","filter":{"queue":"q"}}""", "action_invalid")]
    [InlineData("""{"action":"reprioritise","filter":{"queue":"q"}}""", "change_invalid")]
    [InlineData("""{"action":"reschedule","filter":{"queue":"q"}}""", "change_invalid")]
    [InlineData("""{"action":"cancel","filter":{"queue":"q"},"perSecond":2}""", "change_invalid")]
    [InlineData("""{"action":"retry","filter":{"queue":"q"},"perSecond":0}""", "change_invalid")]
    [InlineData("""{"action":"cancel","filter":{"queue":"q"},"next":"x"}""", "place_invalid")]
    [InlineData("""{"action":"cancel","filter":{"states":["asleep"]}}""", "state_invalid")]
    public async Task A_wrong_request_is_answered_with_what_would_be_right(string body, string code)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.Keyed.PostAsync(
            new Uri("/api/v1/jobs/changes", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);
        await ProblemAssert.IsAsync(answer, System.Net.HttpStatusCode.BadRequest, code);
    }
}
