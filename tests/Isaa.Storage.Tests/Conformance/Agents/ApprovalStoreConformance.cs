using Isaa.Agents.Approvals;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Agents.Approvals;
using Isaa.Storage.Tests.Support;
using Isaa.Tools;

namespace Isaa.Storage.Tests.Conformance.Agents;

/// <summary>What every store of approvals does.</summary>
public abstract class ApprovalStoreConformance : FeatureConformance
{
    private readonly IdSource _ids = new(TimeProvider.System);

    private protected ApprovalStoreConformance(StoreFixture fixture)
        : base(fixture) => Approvals = new ApprovalStore(Database);

    private ApprovalStore Approvals { get; }

    [Fact]
    public async Task An_approval_is_found_as_it_was_asked()
    {
        var asked = await AskAsync(await RunAsync());

        Assert.Equal(asked, await Approvals.FindAsync("t", asked.Id, Token));
        Assert.Null(await Approvals.FindAsync("other", asked.Id, Token));
        Assert.Equal(asked, Assert.Single(await Approvals.ListAsync(new ApprovalQuery { Tenant = "t", State = ApprovalState.Pending, Run = asked.Run, Limit = 10 }, Token)));
        Assert.Empty(await Approvals.ListAsync(new ApprovalQuery { Tenant = "t", Agent = "somebody", Limit = 10 }, Token));
    }

    [Fact]
    public async Task Asking_again_keeps_the_first_question_and_its_answer()
    {
        var asked = await AskAsync(await RunAsync());
        var approved = await Approvals.DecideAsync(Yes(asked), Token);
        await WriteAsync(new ApprovalAsk { Approval = asked with { Arguments = "{\"path\":\"/etc\"}" }, ToolHash = "tool" });

        Assert.Equal(approved, await Approvals.FindAsync("t", asked.Id, Token));
    }

    [Fact]
    public async Task A_decision_is_kept_with_who_when_and_the_edited_arguments()
    {
        var asked = await AskAsync(await RunAsync());
        var decided = await Approvals.DecideAsync(Yes(asked) with { Arguments = "{\"path\":\"b\"}", Note = "not a" }, Token);

        Assert.Equal(ApprovalState.Approved, decided.State);
        Assert.Equal(("{\"path\":\"b\"}", "ann", "not a"), (decided.EditedArguments, decided.DecidedBy, decided.Note));
        Assert.NotNull(decided.DecidedAt);
        Assert.Equal(decided, await Approvals.DecideAsync(Yes(asked) with { Arguments = "{\"path\":\"b\"}" }, Token));
    }

    [Fact]
    public async Task A_decision_stands()
    {
        var asked = await AskAsync(await RunAsync());
        await Approvals.DecideAsync(Yes(asked) with { IsApproved = false }, Token);

        Assert.Equal("approval_decided", (await Assert.ThrowsAsync<IsaaException>(() => Approvals.DecideAsync(Yes(asked) with { By = "bob" }, Token))).Code);
        Assert.Equal(ApprovalState.Denied, (await Approvals.FindAsync("t", asked.Id, Token))!.State);
    }

    [Fact]
    public async Task What_another_person_saw_cannot_be_decided_on()
    {
        var asked = await AskAsync(await RunAsync());

        Assert.Equal("approval_changed", await CodeAsync(Yes(asked) with { Hash = "other" }));
        Assert.Equal("approval_unknown", await CodeAsync(Yes(asked) with { Id = _ids.Next() }));
        Assert.Equal("approval_unknown", await CodeAsync(Yes(asked) with { Tenant = "other" }));
    }

    [Fact]
    public async Task Too_late_is_too_late()
    {
        var run = await RunAsync();
        var asked = await AskAsync(run, a => a with { ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(1_000) });

        Assert.Equal("approval_expired", await CodeAsync(Yes(asked)));
        await WriteAsync(new ApprovalExpire { Id = asked.Id });
        Assert.Equal(ApprovalState.Expired, (await Approvals.FindAsync("t", asked.Id, Token))!.State);
        Assert.Equal("approval_expired", await CodeAsync(Yes(asked)));
    }

    [Fact]
    public async Task An_approval_is_used_once_and_only_for_its_call()
    {
        var asked = await AskAsync(await RunAsync());
        Assert.Equal("approval_used", await CodeOfWriteAsync(new ApprovalUse { Id = asked.Id, Hash = asked.Hash }));
        await Approvals.DecideAsync(Yes(asked), Token);

        Assert.Equal("approval_used", await CodeOfWriteAsync(new ApprovalUse { Id = asked.Id, Hash = "other" }));
        await WriteAsync(new ApprovalUse { Id = asked.Id, Hash = asked.Hash });
        Assert.Equal(ApprovalState.Used, (await Approvals.FindAsync("t", asked.Id, Token))!.State);
        Assert.Equal("approval_used", await CodeOfWriteAsync(new ApprovalUse { Id = asked.Id, Hash = asked.Hash }));
    }

    [Fact]
    public async Task A_grant_for_the_session_counts_for_the_same_tool_there_alone()
    {
        var asked = await AskAsync(await RunAsync());
        await Approvals.DecideAsync(Yes(asked) with { IsForSession = true }, Token);

        Assert.True(await Approvals.IsGrantedAsync("t", "s", "tool", Token));
        Assert.False(await Approvals.IsGrantedAsync("t", "s", "another version of the tool", Token));
        Assert.False(await Approvals.IsGrantedAsync("t", "another session", "tool", Token));
        Assert.False(await Approvals.IsGrantedAsync("another tenant", "s", "tool", Token));
    }

    [Fact]
    public async Task Nothing_is_open_once_the_run_has_ended()
    {
        var run = await RunAsync();
        var asked = await AskAsync(run);
        await Jobs.CancelAsync([run], "enough", Token);
        Assert.Equal("approval_withdrawn", await CodeAsync(Yes(asked)));

        await WriteAsync(new ApprovalWithdraw { Run = run });
        Assert.Equal(ApprovalState.Withdrawn, (await Approvals.FindAsync("t", asked.Id, Token))!.State);
        Assert.Equal("approval_withdrawn", await CodeAsync(Yes(asked)));
    }

    private static ApprovalDecision Yes(Approval asked) => new() { Tenant = "t", Id = asked.Id, IsApproved = true, Hash = asked.Hash, By = "ann" };

    private async Task<string> CodeAsync(ApprovalDecision decision) => (await Assert.ThrowsAsync<IsaaException>(() => Approvals.DecideAsync(decision, Token))).Code;

    private async Task<string> CodeOfWriteAsync(StoreWrite write) => (await Assert.ThrowsAsync<IsaaException>(() => WriteAsync(write))).Code;

    private async Task<JobId> RunAsync()
    {
        var job = new NewJob { Id = new JobId(_ids.Next()), Tenant = "t", Queue = "q", Kind = "agent.run", Arguments = "{}"u8.ToArray(), Retry = RetryPolicy.None };
        await Jobs.EnqueueAsync([job], Token);
        return job.Id;
    }

    private async Task<Approval> AskAsync(JobId run, Func<Approval, Approval>? change = null)
    {
        var asked = new Approval
        {
            Id = ApprovalHash.IdOf(run, 1, "c1"),
            Tenant = "t",
            Run = run,
            Session = "s",
            Agent = "a",
            Turn = 1,
            CallId = "c1",
            Tool = "delete_file",
            Arguments = "{\"path\":\"a\"}",
            Hash = "hash",
            Risk = ToolRisk.Write,
            Reason = "it writes",
            State = ApprovalState.Pending,
            AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(500),
        };
        asked = change?.Invoke(asked) ?? asked;
        await WriteAsync(new ApprovalAsk { Approval = asked, ToolHash = "tool" });
        return asked;
    }
}
