using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Jobs.Details;

namespace Isaa.Server.Tests.Api;

public sealed class DetailEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_shows_what_it_waits_for()
    {
        await using var server = await TestServer.StartAsync();
        var first = await server.AddAsync("a", "the first");
        var second = await server.AddAsync("b");
        var options = new EnqueueOptions { DependsOn = [first, new JobDependency { Job = second, OnFailure = FailurePolicy.Ignore }] };
        JobId waiting = await server.Queue.EnqueueAsync(new EchoJob { Text = "c" }, options, Token);
        await server.Queue.CancelAsync(second, "not needed", Token);

        var detail = await server.Owner.GetJobAsync(waiting.ToString(), Token);
        var page = await server.Owner.ListDependenciesAsync(waiting.ToString(), limit: 1, cancellationToken: Token);
        var rest = await server.Owner.ListDependenciesAsync(waiting.ToString(), skip: page.Next!.Value, cancellationToken: Token);

        Assert.Equal([("the first", JobStates.Ready, true, "fail"), (null, JobStates.Cancelled, false, "ignore")], detail.Dependencies.Select(d => (d.Label, d.State, d.IsOpen, d.OnFailure)));
        Assert.Equal(detail.Dependencies.Select(d => d.Job), page.Dependencies.Concat(rest.Dependencies).Select(d => d.Job));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task A_signal_is_kept_once_for_each_id_and_refused_by_a_job_that_has_ended()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await server.AddAsync()).ToString();
        using var body = JsonDocument.Parse("{\"ok\":true}");
        var signal = new SendSignal { Name = "go", Id = "mail-7", Body = body.RootElement };

        Assert.Equal("kept", (await server.Owner.SignalJobAsync(id, signal, Token)).Result);
        Assert.Equal("duplicate", (await server.Owner.SignalJobAsync(id, signal, Token)).Result);
        Assert.Equal("kept", (await server.Owner.SignalJobAsync(id, new SendSignal { Name = "go" }, Token)).Result);
        await server.Owner.CancelJobAsync(id, cancellationToken: Token);

        var answer = await server.Keyed.PostAsJsonAsync(new Uri($"/api/v1/jobs/{id}/signals", UriKind.Relative), new { name = "go" }, Token);
        await ProblemAssert.IsAsync(answer, HttpStatusCode.Conflict, "job_state_conflict");
    }

    [Fact]
    public async Task Progress_and_log_of_a_job_are_read_and_read_on()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await server.AddAsync("log")).ToString();
        server.Server.WorkOn(new JobId(Guid.ParseExact(id, "N")));
        await foreach (var _ in server.Owner.WatchJobAsync(id, cancellationToken: Token))
        {
        }

        var page = await server.Owner.ReadLogAsync(id, limit: 1, cancellationToken: Token);
        var rest = await server.Owner.ReadLogAsync(id, after: page.Next, cancellationToken: Token);
        var grave = await server.Owner.ReadLogAsync(id, level: "warning", cancellationToken: Token);

        Assert.Equal([("information", "half of it"), ("warning", "odd")], page.Lines.Concat(rest.Lines).Select(l => (l.Level, l.Text)));
        Assert.Equal(["odd"], grave.Lines.Select(l => l.Text));
        Assert.True(rest.IsEnded);
        Assert.Equal(0.5, (await server.Owner.GetJobAsync(id, Token)).Progress!.Value.GetDouble());
    }

    [Fact]
    public async Task Jobs_that_no_worker_takes_are_shown_with_their_queue_and_by_the_doctor()
    {
        await using var server = await TestServer.StartAsync(options => options with { RunsWorker = false });
        await server.Queue.EnqueueAsync(new EchoJob { Text = "a" }, new EnqueueOptions { Queue = "gpu", Requires = ["cuda"] }, Token);

        var unserved = Assert.Single((await server.Owner.Queues.GetAsync("gpu", cancellationToken: Token)).Unserved);
        var check = (await server.Owner.GetDoctorAsync(cancellationToken: Token)).Checks.Single(c => c.Name == "workers");

        Assert.Equal((EchoJob.Kind, 1), (unserved.Kind, (int)unserved.Count));
        Assert.Equal(["cuda"], unserved.Requires);
        Assert.Contains($"1 of kind {EchoJob.Kind} in queue gpu (required: cuda)", check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs/00000000000000000000000000000001/log", 404, "job_unknown")]
    [InlineData("jobs/00000000000000000000000000000001/dependencies", 404, "job_unknown")]
    [InlineData("jobs/00000000000000000000000000000001/log?level=loud", 400, "level_invalid")]
    [InlineData("jobs/00000000000000000000000000000001/log?after=-1", 400, "number_invalid")]
    public async Task A_wrong_question_is_answered_with_a_problem(string path, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        await ProblemAssert.IsAsync(await server.Keyed.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative), Token), (HttpStatusCode)status, code);
    }
}
