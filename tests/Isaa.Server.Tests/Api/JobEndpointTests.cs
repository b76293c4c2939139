using System.Net;
using System.Net.Http.Json;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;

namespace Isaa.Server.Tests.Api;

public sealed class JobEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_give_every_job_once_newest_first()
    {
        await using var server = await TestServer.StartAsync();
        var added = new List<string>();
        for (var i = 0; i < 11; i++)
        {
            added.Add((await server.AddAsync()).ToString());
        }

        var seen = new List<string>();
        string? before = null;
        do
        {
            var page = await server.Owner.ListJobsAsync(new JobFilter(), before, limit: 4, Token);
            Assert.InRange(page.Jobs.Count, 1, 4);
            seen.AddRange(page.Jobs.Select(j => j.Id));
            before = page.Next;
        }
        while (before is not null);

        added.Reverse();
        Assert.Equal(added, seen);
    }

    [Fact]
    public async Task A_job_shows_what_it_was_started_with()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.AddAsync("some text", "a label");
        var detail = await server.Owner.GetJobAsync(id.ToString(), Token);
        Assert.Equal("some text", detail.Arguments.GetProperty("text").GetString());
        Assert.Equal(("a label", JobStates.Ready, EchoJob.Kind), (detail.Job.Label, detail.Job.State, detail.Job.Kind));
        Assert.Null(detail.Result);
    }

    [Fact]
    public async Task A_job_is_found_by_the_beginning_and_by_the_end_of_its_id()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await server.AddAsync()).ToString();
        await server.AddAsync();
        Assert.Equal([id], (await server.Owner.ListJobsAsync(new JobFilter { Id = id[^10..] }, cancellationToken: Token)).Jobs.Select(j => j.Id));
        Assert.Equal([id], (await server.Owner.ListJobsAsync(new JobFilter { Id = id.ToUpperInvariant() }, cancellationToken: Token)).Jobs.Select(j => j.Id));
        Assert.Contains(id, (await server.Owner.ListJobsAsync(new JobFilter { Id = id[..6] }, cancellationToken: Token)).Jobs.Select(j => j.Id));
        Assert.Empty((await server.Owner.ListJobsAsync(new JobFilter { Id = "ffffffff" }, cancellationToken: Token)).Jobs);
    }

    [Theory]
    [InlineData("jobs/nonsense", 404, "job_unknown")]
    [InlineData("jobs/00000000000000000000000000000001", 404, "job_unknown")]
    [InlineData("jobs/00000000000000000000000000000001/steps", 404, "job_unknown")]
    [InlineData("jobs/00000000000000000000000000000001/events", 404, "job_unknown")]
    [InlineData("jobs?limit=0", 400, "number_invalid")]
    [InlineData("jobs?limit=501", 400, "number_invalid")]
    [InlineData("jobs?limit=many", 400, "request_invalid")]
    [InlineData("jobs?state=asleep", 400, "state_invalid")]
    [InlineData("jobs?id=x", 400, "filter_invalid")]
    [InlineData("jobs?field=customer", 400, "field_invalid")]
    [InlineData("jobs?text=...", 400, "text_invalid")]
    [InlineData("jobs?before=00000000000000000000000000000001", 404, "job_unknown")]
    [InlineData("jobs?addedFrom=2026-01-02T00:00:00Z&addedBefore=2026-01-01T00:00:00Z", 400, "filter_invalid")]
    [InlineData("jobs?dueFrom=tomorrow", 400, "request_invalid")]
    [InlineData("events?after=yesterday", 400, "cursor_invalid")]
    [InlineData("nothing", 404, "endpoint_unknown")]
    public async Task A_wrong_question_is_answered_with_a_problem(string path, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        await ProblemAssert.IsAsync(await server.Keyed.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative), Token), (HttpStatusCode)status, code);
    }

    [Fact]
    public async Task An_unknown_state_is_answered_with_the_states_there_are()
    {
        await using var server = await TestServer.StartAsync();
        var error = await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.ListJobsAsync(new JobFilter { States = ["asleep"] }, cancellationToken: Token));
        Assert.All(JobStates.All, state => Assert.Contains(state, error.Problem.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Jobs_are_filtered_by_state_and_counted()
    {
        await using var server = await TestServer.StartAsync();
        var first = (await server.AddAsync()).ToString();
        await server.AddAsync();
        await server.Owner.CancelJobAsync(first, cancellationToken: Token);
        Assert.Equal([first], (await server.Owner.ListJobsAsync(new JobFilter { States = [JobStates.Cancelled] }, cancellationToken: Token)).Jobs.Select(j => j.Id));
        var counts = await server.Owner.CountJobsAsync(cancellationToken: Token);
        Assert.Equal((1, 1), (counts.States[JobStates.Cancelled], counts.States[JobStates.Ready]));
    }

    [Fact]
    public async Task All_parts_of_a_filter_reach_the_search()
    {
        await using var server = await TestServer.StartAsync();
        var wanted = (await server.AddAsync("the red lantern", "first")).ToString();
        await server.AddAsync("the blue lantern", "second");
        var now = TimeProvider.System.GetUtcNow();
        var filter = new JobFilter
        {
            Ids = [wanted],
            Id = wanted[^8..],
            States = [JobStates.Ready],
            Queue = "default",
            Kind = EchoJob.Kind,
            Tenant = "default",
            AddedFrom = now.AddHours(-1),
            AddedBefore = now.AddHours(1),
            DueFrom = now.AddHours(-1),
            DueBefore = now.AddHours(1),
            Fields = ["data.text=the red lantern"],
            Text = "lantern",
        };
        Assert.Equal([wanted], (await server.Owner.ListJobsAsync(filter, cancellationToken: Token)).Jobs.Select(j => j.Id));
        Assert.Equal(1, (await server.Owner.CountJobsAsync(filter, Token)).States[JobStates.Ready]);
        foreach (var other in new[]
        {
            filter with { Queue = "other" }, filter with { Kind = "other" }, filter with { Tenant = "other" }, filter with { Tags = ["other"] },
            filter with { AddedFrom = now.AddHours(1), AddedBefore = null }, filter with { DueBefore = now.AddHours(-1), DueFrom = null },
            filter with { FinishedFrom = now.AddHours(-1) }, filter with { FinishedBefore = now.AddHours(1) }, filter with { ErrorCode = "x" },
            filter with { ErrorText = "x" }, filter with { Fields = ["data.text=no"] }, filter with { Text = "blue" }, filter with { States = [JobStates.Failed] },
        })
        {
            Assert.Empty((await server.Owner.ListJobsAsync(other, cancellationToken: Token)).Jobs);
        }
    }

    [Fact]
    public async Task A_cancelled_job_can_be_retried_and_a_ready_one_cannot()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await server.AddAsync()).ToString();
        var refused = await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.RetryJobAsync(id, Token));
        Assert.Equal((409, "job_state_conflict"), (refused.Problem.Status, refused.Problem.Code));
        Assert.Equal(JobStates.Cancelled, (await server.Owner.CancelJobAsync(id, "not needed", Token)).State);
        Assert.Equal(JobStates.Ready, (await server.Owner.RetryJobAsync(id, Token)).State);
    }

    [Fact]
    public async Task A_job_that_has_ended_well_can_neither_be_cancelled_nor_retried()
    {
        await using var server = await TestServer.StartAsync(o => o with { RunsWorker = true });
        var id = (await server.AddAsync()).ToString();
        await server.Queue.WaitAsync(new(Guid.ParseExact(id, "N")), Token);
        Assert.Equal("job_state_conflict", (await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.CancelJobAsync(id, cancellationToken: Token))).Problem.Code);
        Assert.Equal("job_state_conflict", (await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.RetryJobAsync(id, Token))).Problem.Code);
        Assert.Equal("hello", (await server.Owner.GetJobAsync(id, Token)).Result?.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_failed_job_shows_its_error()
    {
        await using var server = await TestServer.StartAsync(o => o with { RunsWorker = true });
        var id = await server.AddAsync("fail");
        await server.Queue.WaitAsync(id, Token);
        var job = (await server.Owner.GetJobAsync(id.ToString(), Token)).Job;
        Assert.Equal((JobStates.Failed, "echo_refused", "The text is 'fail'."), (job.State, job.Error?.Code, job.Error?.Message));
    }

    [Fact]
    public async Task A_server_without_a_worker_leaves_jobs_alone_until_it_is_told_to_work_on_one()
    {
        await using var server = await TestServer.StartAsync();
        var other = await server.AddAsync();
        var mine = await server.AddAsync();
        server.Server.WorkOn(mine);
        await server.Queue.WaitAsync(mine, Token);
        Assert.Equal(JobStates.Ready, (await server.Owner.GetJobAsync(other.ToString(), Token)).Job.State);
        Assert.Equal(JobStates.Completed, (await server.Owner.GetJobAsync(mine.ToString(), Token)).Job.State);
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_json_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var path = new Uri("/api/v1/runs", UriKind.Relative);
        var large = await server.Keyed.PostAsync(path, JsonContent.Create(new { task = new string('x', 1024 * 1024) }), Token);
        await ProblemAssert.IsAsync(large, HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        var broken = await server.Keyed.PostAsync(path, new StringContent("{ \"task\": ", System.Text.Encoding.UTF8, "application/json"), Token);
        await ProblemAssert.IsAsync(broken, HttpStatusCode.BadRequest, "body_invalid");
        var lacking = await server.Keyed.PostAsync(path, JsonContent.Create(new { folder = "/tmp" }), Token);
        var problem = await ProblemAssert.IsAsync(lacking, HttpStatusCode.BadRequest, "body_invalid");
        Assert.Contains("task", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Isaa.", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_nobody_foresaw_is_an_internal_error_whose_details_only_the_log_has()
    {
        await using var server = await TestServer.StartAsync(configure: services =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<Models.IModelCatalog>(services, new BrokenCatalog()));
        var response = await server.Keyed.GetAsync(new Uri("/api/v1/models", UriKind.Relative), Token);
        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.InternalServerError, "internal_error");
        Assert.DoesNotContain("hidden cause", problem.Detail, StringComparison.Ordinal);
        Assert.NotNull(problem.TraceId);
        var log = await File.ReadAllTextAsync(Path.Combine(server.Server.Home.Path, "logs", "isaa.log"), Token);
        Assert.Contains(problem.TraceId, log, StringComparison.Ordinal);
        Assert.Contains("hidden cause", log, StringComparison.Ordinal);
    }
}
