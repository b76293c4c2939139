using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;

namespace Isaa.Tests.Jobs.Waiting;

public sealed class JobFlowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flow_runs_in_its_order_and_each_job_reads_what_it_waited_for()
    {
        await using var engine = TestEngine.Create(async (call, context, ct) =>
        {
            var read = await context.ReadDependenciesAsync(ct);
            return Said($"{call.Text}({string.Join(",", read.Select(d => Encoding.UTF8.GetString(d.Result!.Value.Span).Trim('"')))})");
        });
        var flow = engine.Queue.CreateFlow();
        var a = flow.Add(new TestEngine.Call { Text = "a" });
        var b = flow.Add(new TestEngine.Call { Text = "b" }, new EnqueueOptions { Queue = "other", DependsOn = [a] });
        var c = flow.Add(new TestEngine.Call { Text = "c" }, new EnqueueOptions { DependsOn = [a] });
        var d = flow.Add(new TestEngine.Call { Text = "d" }, new EnqueueOptions { DependsOn = [b, c] });

        await engine.Queue.EnqueueFlowAsync(flow, Cancellation);
        engine.StartWorker();

        Assert.Equal("\"d(b(a()),c(a()))\"", Result(await engine.Queue.WaitAsync(d, Cancellation)));
        Assert.Equal(4, flow.Count);
    }

    [Fact]
    public async Task Jobs_are_added_in_whatever_order_they_were_put_together()
    {
        await using var engine = Completing();
        var flow = engine.Queue.CreateFlow();
        var late = flow.Add(new TestEngine.Call());
        var early = flow.Add(new TestEngine.Call());
        flow.AddDependency(late, early);

        await engine.Queue.EnqueueFlowAsync(flow, Cancellation);

        Assert.Equal(JobState.Waiting, (await engine.Queue.FindAsync(late, Cancellation))!.Job.State);
        Assert.Equal(JobState.Ready, (await engine.Queue.FindAsync(early, Cancellation))!.Job.State);
    }

    [Fact]
    public async Task A_circle_is_refused_and_named_and_nothing_is_added()
    {
        await using var engine = Completing();
        var flow = engine.Queue.CreateFlow();
        var outside = flow.Add(new TestEngine.Call());
        var one = flow.Add(new TestEngine.Call(), new EnqueueOptions { Label = "one", DependsOn = [outside] });
        var two = flow.Add(new TestEngine.Call(), new EnqueueOptions { Label = "two", DependsOn = [one] });
        var after = flow.Add(new TestEngine.Call(), new EnqueueOptions { Label = "after", DependsOn = [two] });
        flow.AddDependency(one, two);

        var error = await Assert.ThrowsAsync<IsaaException>(() => engine.Queue.EnqueueFlowAsync(flow, Cancellation));

        Assert.Equal("flow_cycle", error.Code);
        Assert.Contains($"one ({one}) waits for two ({two}) waits for one ({one})", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(after.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Null(await engine.Queue.FindAsync(outside, Cancellation));
    }

    [Fact]
    public async Task A_job_that_waits_for_itself_is_a_circle()
    {
        await using var engine = Completing();
        var flow = engine.Queue.CreateFlow();
        var self = flow.Add(new TestEngine.Call());
        flow.AddDependency(self, self);

        Assert.Equal("flow_cycle", (await Assert.ThrowsAsync<IsaaException>(() => engine.Queue.EnqueueFlowAsync(flow, Cancellation))).Code);
    }

    [Fact]
    public async Task What_does_not_belong_to_a_flow_is_refused()
    {
        await using var engine = Completing();
        var flow = engine.Queue.CreateFlow();
        var job = flow.Add(new TestEngine.Call());
        var stranger = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);

        Assert.Equal("flow_invalid", Assert.Throws<IsaaException>(() => flow.AddDependency(stranger, job)).Code);
        flow.Add(new TestEngine.Call(), new EnqueueOptions { Id = job });
        Assert.Equal("flow_invalid", (await Assert.ThrowsAsync<IsaaException>(() => engine.Queue.EnqueueFlowAsync(flow, Cancellation))).Code);
    }

    [Fact]
    public async Task Adding_a_flow_again_adds_nothing()
    {
        await using var engine = Completing();
        var flow = engine.Queue.CreateFlow();
        var job = flow.Add(new TestEngine.Call());
        flow.AddChild(job, new TestEngine.Call());
        await engine.Queue.EnqueueFlowAsync(flow, Cancellation);
        engine.StartWorker();
        await engine.Queue.WaitAsync(job, Cancellation);

        await engine.Queue.EnqueueFlowAsync(flow, Cancellation);

        Assert.Equal(2, (await ListAsync(engine)).Count(j => j.State == JobState.Completed));
    }

    [Fact]
    public async Task A_running_job_adds_children_frees_its_slot_and_goes_on_with_their_results()
    {
        var added = 0;
        await using var engine = TestEngine.Create(async (call, context, ct) =>
        {
            if (call.Text != "parent")
            {
                return Said(call.Text);
            }

            var ids = await context.EnqueueChildrenAsync(new StepKey("", 0), [Call("x"), Call("y")], new ChildOptions(), ct);
            Interlocked.Add(ref added, ids.Count);
            var children = await context.WaitForChildrenAsync(cancellationToken: ct);
            return Said(string.Join("+", children.Select(c => Encoding.UTF8.GetString(c.Result!.Value.Span).Trim('"'))));
        });
        engine.StartWorker(new WorkerOptions { Concurrency = 1 });

        var id = await engine.Queue.EnqueueAsync(Call("parent"), cancellationToken: Cancellation);
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(("\"x+y\"", 2, 0), (Result(job), job!.Job.Started, job.Job.Charged));
        Assert.Equal(4, added);
        var all = await ListAsync(engine);
        Assert.Equal(3, all.Count);
        Assert.Equal(2, all.Count(j => j.Parent == id));
    }

    [Fact]
    public async Task A_handler_that_comes_back_with_other_children_is_told_so()
    {
        await using var engine = TestEngine.Create(async (call, context, ct) =>
        {
            await context.EnqueueChildrenAsync(new StepKey("", 0), [Call($"{context.Job.Started}")], new ChildOptions { Enqueue = new EnqueueOptions { Queue = "nobody" } }, ct);
            return context.Job.Started == 1 ? throw new IsaaException("broken", "Once.") : new JobOutcome.Completed();
        });
        engine.StartWorker(new WorkerOptions { Queues = ["default"] });

        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });

        Assert.Equal((JobState.Failed, "step_changed"), (job.Job.State, job.Job.Error?.Code));
    }

    [Fact]
    public async Task Waiting_for_some_children_does_not_wait_for_the_others()
    {
        await using var engine = TestEngine.Create(async (call, context, ct) =>
        {
            if (call.Text != "parent")
            {
                return Said(call.Text);
            }

            var quick = await context.EnqueueChildrenAsync(new StepKey("", 0), [Call("quick")], cancellationToken: ct);
            await context.EnqueueChildrenAsync(new StepKey("", 1), [Call("never")], new ChildOptions { Enqueue = new EnqueueOptions { Queue = "nobody" } }, ct);
            while (!(await context.ReadChildrenAsync(ct))[0].State.IsFinal())
            {
                await Task.Yield();
            }

            return Said($"{(await context.WaitForChildrenAsync(quick, ct)).Count}");
        });
        engine.StartWorker(new WorkerOptions { Queues = ["default"] });

        var id = await engine.Queue.EnqueueAsync(Call("parent"), cancellationToken: Cancellation);

        Assert.Equal("\"1\"", Result(await engine.Queue.WaitAsync(id, Cancellation)));
    }

    [Fact]
    public async Task Waiting_for_a_stranger_is_refused()
    {
        await using var engine = TestEngine.Create(async (_, context, ct) => Said($"{(await context.WaitForChildrenAsync([context.Id], ct)).Count}"));

        Assert.Equal("children_unknown", (await engine.RunAsync()).Job.Error?.Code);
    }

    [Fact]
    public async Task Children_are_added_in_the_parents_tenant_and_trace()
    {
        await using var engine = TestEngine.Create(async (call, context, ct) =>
        {
            if (call.Text == "parent")
            {
                await context.EnqueueChildrenAsync(new StepKey("", 0), [Call("child")], cancellationToken: ct);
            }

            return new JobOutcome.Completed();
        });
        using var activity = new System.Diagnostics.Activity("caller").SetIdFormat(System.Diagnostics.ActivityIdFormat.W3C).Start();
        var id = await engine.Queue.EnqueueAsync(Call("parent"), new EnqueueOptions { Tenant = "acme" }, Cancellation);
        activity.Stop();
        engine.StartWorker();
        await engine.Queue.WaitAsync(id, Cancellation);

        var child = (await ListAsync(engine)).Single(j => j.Parent == id && j.Tenant == "acme");

        Assert.Contains(activity.TraceId.ToString(), child.TraceParent, StringComparison.Ordinal);
    }

    private static TestEngine Completing() => TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));

    private static TestEngine.Call Call(string text) => new() { Text = text };

    private static async Task<IReadOnlyList<Job>> ListAsync(TestEngine engine) => (await engine.Get<JobSearch>().ListAsync(new JobQuery(), Cancellation)).Jobs;

    private static JobOutcome.Completed Said(string text) => new() { Result = Encoding.UTF8.GetBytes($"\"{text}\"") };

    private static string Result(JobDetail? job) => Encoding.UTF8.GetString(job!.Result!.Value.Span);
}
