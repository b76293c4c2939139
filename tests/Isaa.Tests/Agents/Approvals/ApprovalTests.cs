using Isaa.Agents;
using Isaa.Agents.Approvals;
using Isaa.Agents.Control;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Support;
using Isaa.Tools;

namespace Isaa.Tests.Agents.Approvals;

public sealed class ApprovalTests
{
    private readonly List<string> _deleted = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Kinds(IEnumerable<AgentEvent> events) =>
        events.Where(e => e is AgentEvent.ApprovalAsked or AgentEvent.Waiting or AgentEvent.ApprovalSettled or AgentEvent.ToolCompleted).Select(e => e.GetType().Name);

    [Fact]
    public async Task A_call_waits_without_a_slot_until_a_person_approves_it()
    {
        await using var bed = Bed(Script());
        var (run, asked) = await AskedAsync(bed);

        Assert.Empty(_deleted);
        Assert.Equal(("delete", "{\"path\":\"a\"}", ApprovalState.Pending, ToolRisk.Write), (asked.Tool, asked.Arguments, asked.State, asked.Risk));
        Assert.Equal("the run's policy asks a person about calls of 'delete'", asked.Reason);
        await DecideAsync(bed, asked);
        var result = await bed.WaitAsync(run);

        Assert.Equal((AgentRunStatus.Completed, "done"), (result.Status, result.Text));
        Assert.Equal(["a"], _deleted);
        Assert.Equal(ApprovalState.Used, (await FindAsync(bed, asked)).State);
        Assert.Equal(["ApprovalAsked", "Waiting", "ApprovalSettled", "ToolCompleted"], Kinds(await bed.EventsAsync(run)));
        Assert.Equal(2, bed.Client.Calls.Count);
    }

    [Fact]
    public async Task A_refused_call_is_not_run_and_the_model_is_told_why()
    {
        await using var bed = Bed(Script());
        var (run, asked) = await AskedAsync(bed);
        await bed.Get<IApprovalStore>().DecideAsync(
            new ApprovalDecision { Tenant = "default", Id = asked.Id, IsApproved = false, Hash = asked.Hash, By = "ann", Note = "keep that file" }, Cancellation);
        await bed.WaitAsync(run);

        Assert.Empty(_deleted);
        Assert.Contains("a person refused this call and said: keep that file", $"{Assert.Single(bed.Client.Calls[1].Results).Result}", StringComparison.Ordinal);
        Assert.Equal("approval_denied", (await bed.EventsAsync(run)).OfType<AgentEvent.ToolCompleted>().Single().ErrorCode);
    }

    [Fact]
    public async Task Edited_arguments_are_used_and_the_model_is_told()
    {
        await using var bed = Bed(Script());
        var (run, asked) = await AskedAsync(bed);
        await DecideAsync(bed, asked, arguments: "{\"path\":\"b\"}");
        await bed.WaitAsync(run);

        Assert.Equal(["b"], _deleted);
        Assert.Equal("[a person approved this call with other arguments: {\"path\":\"b\"}]\ndeleted b", Assert.Single(bed.Client.Calls[1].Results).Result);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_in_time_refuses_the_call()
    {
        var time = new ManualTime();
        await using var bed = Bed(Script(), time);
        var policy = Ask("delete") with { Expiry = TimeSpan.FromSeconds(20) };
        var (run, asked) = await AskedAsync(bed, policy);
        time.Advance(TimeSpan.FromSeconds(20));
        await bed.WaitAsync(run);

        Assert.Empty(_deleted);
        Assert.Equal(ApprovalState.Expired, (await FindAsync(bed, asked)).State);
        Assert.Equal("approval_expired", (await bed.EventsAsync(run)).OfType<AgentEvent.ToolCompleted>().Single().ErrorCode);
    }

    [Fact]
    public async Task Waiting_for_a_person_does_not_use_up_the_runs_time()
    {
        var time = new ManualTime();
        await using var bed = Bed(Script(), time);
        var options = new AgentRunOptions { Approval = Ask("delete"), Limits = new AgentLimits { Time = TimeSpan.FromSeconds(5) } };
        var (run, asked) = await AskedAsync(bed, options);
        time.Advance(TimeSpan.FromSeconds(25));
        await DecideAsync(bed, asked);

        Assert.Equal(AgentRunStatus.Completed, (await bed.WaitAsync(run)).Status);
        Assert.Equal(["a"], _deleted);
    }

    [Fact]
    public async Task The_other_calls_of_the_turn_do_not_wait()
    {
        var client = new FakeChatClient().ThenCall(("c1", "delete", new { path = "a" }), ("c2", "look", new { })).ThenText("done");
        await using var bed = Bed(client);
        var (run, asked) = await AskedAsync(bed);
        var done = (await bed.MessagesAsync(run.ToString())).Where(m => m.CallId is not null).ToList();

        Assert.Equal(["c2"], done.Select(m => m.CallId));
        await DecideAsync(bed, asked);
        await bed.WaitAsync(run);
        Assert.Equal(["deleted a", "seen"], bed.Client.Calls[1].Results.Select(r => $"{r.Result}"));
    }

    [Fact]
    public async Task Two_questions_of_a_turn_are_answered_one_by_one()
    {
        var client = new FakeChatClient().ThenCall(("c1", "delete", new { path = "a" }), ("c2", "delete", new { path = "b" })).ThenText("done");
        await using var bed = Bed(client);
        var run = await StartAsync(bed, new AgentRunOptions { Approval = Ask("delete") });
        var asked = (await bed.Get<IApprovalStore>().ListAsync(new ApprovalQuery { Tenant = "default", Limit = 10 }, Cancellation)).OrderBy(a => a.CallId).ToList();
        Assert.Equal(["c1", "c2"], asked.Select(a => a.CallId));

        await DecideAsync(bed, asked[1]);
        await UntilAsync(bed, run, () => Task.FromResult(_deleted.Count == 1));
        await bed.UntilWaitingAsync(run);
        await DecideAsync(bed, asked[0]);
        await bed.WaitAsync(run);

        Assert.Equal(["b", "a"], _deleted);
        Assert.Equal(2, client.Calls.Count);
    }

    [Fact]
    public async Task A_grant_for_the_session_asks_no_more_for_the_same_tool()
    {
        var client = Script();
        await using var bed = Bed(client);
        var options = new AgentRunOptions { Approval = Ask("delete"), Session = "s" };
        var (run, asked) = await AskedAsync(bed, options);
        await DecideAsync(bed, asked, forSession: true);
        await bed.WaitAsync(run);
        client.ThenCall(("c9", "delete", new { path = "z" })).ThenText("done again");

        Assert.Equal("done again", (await bed.RunAsync("more", options)).Text);
        Assert.Equal(["a", "z"], _deleted);
    }

    [Fact]
    public async Task The_strictest_of_program_agent_and_run_counts()
    {
        var program = new AgentOptions { Approval = new AgentApproval { Rules = [new AgentApprovalRule { Risk = ToolRisk.Write, Action = ApprovalAction.Deny }] } };
        await using var bed = Bed(Script(), options: program);
        var run = await bed.Runner.EnqueueAsync("self", "go", new AgentRunOptions { Approval = Ask("delete") }, Cancellation);
        await bed.WaitAsync(run);

        Assert.Empty(_deleted);
        var refused = (await bed.EventsAsync(run)).OfType<AgentEvent.ToolCompleted>().Single();
        Assert.Equal("tool_denied", refused.ErrorCode);
        Assert.Contains("the program's policy forbids calls of risk write or higher", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_asks_for_nothing_any_more()
    {
        await using var bed = Bed(Script());
        var (run, asked) = await AskedAsync(bed);
        await bed.Runner.CancelAsync(run, "enough", Cancellation);

        Assert.Equal("approval_withdrawn", (await Assert.ThrowsAsync<IsaaException>(() => DecideAsync(bed, asked))).Code);
        Assert.Empty(_deleted);
    }

    [Fact]
    public async Task A_run_that_failed_while_a_person_was_asked_goes_on_without_that_call()
    {
        await using var bed = Bed(Script());
        var folder = Directory.CreateDirectory(Path.Combine(bed.Folder.FullName, "work"));
        var (run, asked) = await AskedAsync(bed, new AgentRunOptions { Approval = Ask("delete"), Folder = folder.FullName });
        folder.Delete();
        await DecideAsync(bed, asked);
        Assert.Equal(AgentRunStatus.Failed, (await bed.WaitAsync(run)).Status);

        folder.Create();
        await bed.Get<AgentRuns>().ResumeAsync(run, cancellationToken: Cancellation);

        Assert.Equal(AgentRunStatus.Completed, (await bed.WaitAsync(run)).Status);
        Assert.Empty(_deleted);
        Assert.Equal("approval_withdrawn", (await bed.EventsAsync(run)).OfType<AgentEvent.ToolCompleted>().Single().ErrorCode);
    }

    [Fact]
    public async Task A_tool_that_changed_after_the_approval_is_not_run_with_it()
    {
        var folder = Directory.CreateTempSubdirectory("isaa-approval-");
        try
        {
            JobId run;
            await using (var before = new AgentBed(Script(), [Delete()], folder: folder))
            {
                (run, var asked) = await AskedAsync(before);
                await before.StopWorkersAsync();
                await DecideAsync(before, asked);
            }

            var changed = AgentBed.Tool((string path, bool forEver = true) => _deleted.Add(path), "delete", risk: ToolRisk.Write);
            await using var after = new AgentBed(new FakeChatClient().ThenText("done"), [changed], folder: folder);
            await after.WaitAsync(run);

            Assert.Empty(_deleted);
            Assert.Equal("approval_changed", (await after.EventsAsync(run)).OfType<AgentEvent.ToolCompleted>().Single().ErrorCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static AgentApproval Ask(string tool) => new() { Rules = [new AgentApprovalRule { Tool = tool, Action = ApprovalAction.Ask }] };

    internal static Task<Approval> DecideAsync(AgentBed bed, Approval asked, string? arguments = null, bool forSession = false) => bed.Get<IApprovalStore>().DecideAsync(
        new ApprovalDecision { Tenant = "default", Id = asked.Id, IsApproved = true, Hash = asked.Hash, By = "ann", Arguments = arguments, IsForSession = forSession }, Cancellation);

    private static FakeChatClient Script() => new FakeChatClient().ThenCall(("c1", "delete", new { path = "a" })).ThenText("done");

    private AgentBed Bed(FakeChatClient client, TimeProvider? time = null, AgentOptions? options = null) =>
        new(client, [Delete(), AgentBed.Tool(() => "seen", "look", StepKind.Repeatable)], options, time);

    private Tool Delete() => AgentBed.Tool(
        (string path) =>
        {
            _deleted.Add(path);
            return $"deleted {path}";
        },
        "delete",
        risk: ToolRisk.Write);

    private static Task<(JobId Run, Approval Asked)> AskedAsync(AgentBed bed, AgentApproval? policy = null) =>
        AskedAsync(bed, new AgentRunOptions { Approval = policy ?? Ask("delete") });

    private static async Task<(JobId Run, Approval Asked)> AskedAsync(AgentBed bed, AgentRunOptions options)
    {
        var run = await StartAsync(bed, options);
        return (run, Assert.Single(await bed.Get<IApprovalStore>().ListAsync(new ApprovalQuery { Tenant = "default", Run = run, Limit = 10 }, Cancellation)));
    }

    private static async Task<JobId> StartAsync(AgentBed bed, AgentRunOptions options)
    {
        var run = await bed.Runner.EnqueueAsync("self", "go", options, Cancellation);
        bed.StartWorker();
        await bed.UntilWaitingAsync(run);
        return run;
    }

    private static async Task<Approval> FindAsync(AgentBed bed, Approval asked) => (await bed.Get<IApprovalStore>().FindAsync("default", asked.Id, Cancellation))!;

    private static async Task UntilAsync(AgentBed bed, JobId run, Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            var version = bed.Store.Version(StoreTopic.Events);
            Assert.False((await bed.Store.FindAsync(run, Cancellation))!.Job.State.IsFinal());
            await bed.Store.WaitAsync(StoreTopic.Events, version, EventFeed.PollInterval, Cancellation);
        }
    }
}
