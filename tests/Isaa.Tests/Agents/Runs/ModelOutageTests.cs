using Isaa.Agents;
using Isaa.Jobs;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Support;

namespace Isaa.Tests.Agents.Runs;

public sealed class ModelOutageTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_that_is_down_for_an_hour_makes_the_job_wait_and_burns_no_attempt()
    {
        var back = _time.GetUtcNow() + Hour;
        var client = new FakeChatClient();
        client.Otherwise = (asked, token) => _time.GetUtcNow() < back
            ? throw new ModelException("model_unavailable", "The service is down.", isTransient: true)
            : FakeChatClient.Say("done")(asked, token);
        await using var bed = new AgentBed(client, time: _time, options: new AgentOptions());
        bed.StartWorker();
        var run = await bed.Runner.EnqueueAsync("self", "go", new AgentRunOptions { Limits = new AgentLimits { Time = TimeSpan.FromMinutes(5) } }, Cancellation);

        await PassAsync(bed, run);

        var job = (await bed.Store.FindAsync(run, Cancellation))!;
        var result = AgentRunner.FindResult(job)!;
        Assert.Equal((AgentRunStatus.Completed, "done", 1), (result.Status, result.Text, result.Turns));
        Assert.Equal(0, job.Job.Charged);
        Assert.InRange(_time.GetUtcNow(), back, back + TimeSpan.FromMinutes(6));
        var waits = (await bed.EventsAsync(run)).OfType<AgentEvent.Waiting>().ToList();
        Assert.InRange(waits.Count, 12, 30);
        Assert.All(waits, wait => Assert.Equal("model: The service is down.", wait.For));
    }

    [Fact]
    public async Task A_service_that_says_when_it_is_back_is_asked_then()
    {
        var client = new FakeChatClient()
            .ThenThrow(new ModelException("model_rate_limited", "Too many.", isTransient: true) { RetryAfter = TimeSpan.FromMinutes(20) })
            .ThenText("done");
        await using var bed = new AgentBed(client, time: _time, options: new AgentOptions());
        bed.StartWorker();
        var began = _time.GetUtcNow();
        var run = await bed.Runner.EnqueueAsync("self", "go", cancellationToken: Cancellation);

        await PassAsync(bed, run);

        Assert.Equal(2, client.Calls.Count);
        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(22));
    }

    // Time only passes while the job waits for it, so no lease can be lost however slow the machine is.
    private async Task PassAsync(AgentBed bed, JobId run)
    {
        while (true)
        {
            var state = (await bed.Store.FindAsync(run, Cancellation))!.Job.State;
            if (state.IsFinal())
            {
                return;
            }

            if (state == JobState.Delayed)
            {
                _time.Advance(TimeSpan.FromSeconds(20));
            }
            else
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancellation);
        }
    }
}
