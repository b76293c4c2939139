using Isaa.Agents.Sessions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Storage.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance.Agents;

/// <summary>What every store of sessions does.</summary>
public abstract class SessionStoreConformance : FeatureConformance
{
    private static readonly IdSource Ids = new(TimeProvider.System);

    private protected SessionStoreConformance(StoreFixture fixture)
        : base(fixture) => Store = new SessionStore(Database);

    private SessionStore Store { get; }

    [Fact]
    public async Task The_first_run_opens_the_session_with_what_the_user_said()
    {
        var run = NewRun();

        var opening = await OpenAsync(run, "hello");

        Assert.True(opening.IsOpen);
        Assert.Equal((1, false), (opening.Number, opening.IsAgain));
        var message = Assert.Single(await ReadAsync());
        Assert.Equal((new SessionPlace(1, 0, 0), SessionRole.User, "hello"), (message.Place, message.Role, message.Text));
        Assert.Equal(run, (await Store.FindAsync("t", "s", Token))!.OpenRun);
    }

    [Fact]
    public async Task Opening_again_changes_nothing()
    {
        var run = NewRun();
        var first = await OpenAsync(run);

        var again = await OpenAsync(run, "something else");

        Assert.Equal((first.Number, first.OpenedAt, true), (again.Number, again.OpenedAt, again.IsAgain));
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task A_copy_has_what_was_said_up_to_a_turn_and_goes_on_by_itself()
    {
        var (first, second) = (NewRun(), NewRun());
        await OpenAsync(first, "one");
        await WriteAsync(new SessionAppend
        {
            Tenant = "t",
            Session = "s",
            Messages = [.. new[] { 1, 2 }.Select(turn => new SessionMessage { Place = new SessionPlace(1, turn, 0), Role = SessionRole.Assistant, Text = $"turn {turn}" })],
        });
        await CloseAsync(first);
        await OpenAsync(second, "two");
        var copy = new SessionCopy { Tenant = "t", From = "s", To = "copy", Run = first, ThroughTurn = 1 };

        Assert.True(await Store.CopyAsync(copy, Token));
        Assert.True(await Store.CopyAsync(copy, Token));
        Assert.False(await Store.CopyAsync(copy with { Run = NewRun() }, Token));
        Assert.False(await Store.CopyAsync(copy with { Tenant = "other" }, Token));

        var opening = await Store.OpenAsync(new SessionOpenRequest { Tenant = "t", Session = "copy", Run = NewRun(), Agent = "a", Input = "on" }, Token);
        Assert.Equal(2, opening.Number);
        Assert.Equal(["one", "turn 1", "on"], (await Store.ReadAsync(new SessionQuery { Tenant = "t", Session = "copy" }, Token)).Select(m => m.Text));
    }

    [Fact]
    public async Task Others_wait_until_the_session_is_closed()
    {
        var (first, second) = (NewRun(), NewRun());
        await OpenAsync(first);

        Assert.Equal(first, (await OpenAsync(second)).BlockedBy);
        await CloseAsync(first);

        Assert.Equal(2, (await OpenAsync(second)).Number);
        Assert.Equal(2, (await Store.FindAsync("t", "s", Token))!.Runs);
    }

    [Fact]
    public async Task Those_that_wait_come_in_the_order_in_which_they_lined_up()
    {
        var (first, second, third) = (NewRun(), NewRun(), NewRun());
        await Store.LineUpAsync("t", "s", "a", second, Token);
        await Store.LineUpAsync("t", "s", "a", first, Token);

        Assert.Equal(second, (await OpenAsync(first)).BlockedBy);
        Assert.Equal(second, (await OpenAsync(third)).BlockedBy);
        Assert.True((await OpenAsync(second)).IsOpen);
        await CloseAsync(second);
        Assert.Equal(first, (await OpenAsync(third)).BlockedBy);
        Assert.True((await OpenAsync(first)).IsOpen);
    }

    [Fact]
    public async Task Lining_up_late_does_not_disturb_a_run_that_has_ended()
    {
        var run = NewRun();
        await OpenAsync(run);
        await CloseAsync(run);

        await Store.LineUpAsync("t", "s", "a", run, Token);

        Assert.True((await OpenAsync(NewRun())).IsOpen);
    }

    [Fact]
    public async Task A_forgotten_run_is_in_nobodys_way()
    {
        var (gone, next) = (NewRun(), NewRun());
        await OpenAsync(gone);

        await Store.ForgetAsync("t", "s", gone, Token);
        await Store.ForgetAsync("t", "none", gone, Token);

        Assert.True((await OpenAsync(next)).IsOpen);
    }

    [Fact]
    public async Task A_run_that_is_taken_up_after_its_end_keeps_its_number_and_waits_for_its_turn()
    {
        var (first, second) = (NewRun(), NewRun());
        await OpenAsync(first);
        await CloseAsync(first);
        await OpenAsync(second);

        Assert.Equal(second, (await OpenAsync(first)).BlockedBy);
        await CloseAsync(second);
        var again = await OpenAsync(first);

        Assert.Equal((1, true), (again.Number, again.IsAgain));
    }

    [Fact]
    public async Task Sessions_of_two_tenants_have_nothing_in_common()
    {
        await OpenAsync(NewRun(), "secret");

        var other = await Store.OpenAsync(new SessionOpenRequest { Tenant = "other", Session = "s", Run = NewRun(), Agent = "a", Input = "hi" }, Token);

        Assert.True(other.IsOpen);
        Assert.Equal("hi", Assert.Single(await Store.ReadAsync(new SessionQuery { Tenant = "other", Session = "s" }, Token)).Text);
    }

    [Fact]
    public async Task Messages_are_read_in_the_order_of_their_places_and_whole()
    {
        await OpenAsync(NewRun());
        var asking = new SessionMessage
        {
            Place = new SessionPlace(1, 1, 0),
            Role = SessionRole.Assistant,
            Text = "wait",
            Calls = [new SessionCall { Id = "x", Name = "n", Arguments = """{"a":"é"}""" }, new SessionCall { Id = "y", Name = "n", Arguments = "{}", InvalidArguments = "{oops" }],
        };
        var result = new SessionMessage { Place = new SessionPlace(1, 1, 2), Role = SessionRole.Tool, CallId = "y", Text = "no", IsError = true, ErrorCode = "e" };

        await WriteAsync(Append(Text(1, 10, "late")));
        await WriteAsync(Append(result), Append(asking));

        var messages = await ReadAsync();
        Assert.Equal(["go", "wait", "no", "late"], messages.Select(m => m.Text));
        Assert.Equal(asking.Calls, messages[1].Calls);
        Assert.Equal(("y", true, "e"), (messages[2].CallId, messages[2].IsError, messages[2].ErrorCode));
    }

    [Fact]
    public async Task A_place_that_is_taken_keeps_its_message()
    {
        await OpenAsync(NewRun());

        await WriteAsync(Append(Text(1, 1, "first")));
        await WriteAsync(Append(Text(1, 1, "second")));

        Assert.Equal("first", (await ReadAsync())[1].Text);
    }

    [Fact]
    public async Task A_reader_may_ask_for_the_newest_runs_or_up_to_one()
    {
        for (var i = 1; i <= 4; i++)
        {
            var run = NewRun();
            await OpenAsync(run, $"run {i}");
            await CloseAsync(run);
        }

        Assert.Equal(["run 2", "run 3"], (await ReadAsync(through: 3, before: 1)).Select(m => m.Text));
        Assert.Equal(["run 4"], (await ReadAsync(before: 0)).Select(m => m.Text));
        Assert.Equal(["run 1", "run 2"], (await ReadAsync(through: 2, before: 25)).Select(m => m.Text));
    }

    [Fact]
    public async Task Sessions_are_listed_by_use()
    {
        await OpenAsync(NewRun(), session: "one");
        await OpenAsync(NewRun(), session: "two");

        Assert.Equal(["two", "one"], (await Store.ListAsync("t", 10, Token)).Select(s => s.Id));
        Assert.Equal("two", Assert.Single(await Store.ListAsync("t", 1, Token)).Id);
        Assert.Empty(await Store.ListAsync("other", 10, Token));
        Assert.Null(await Store.FindAsync("t", "none", Token));
    }

    private static JobId NewRun() => new(Ids.Next());

    private static SessionMessage Text(int run, int turn, string text) => new() { Place = new SessionPlace(run, turn, 0), Role = SessionRole.Assistant, Text = text };

    private static SessionAppend Append(SessionMessage message) => new() { Tenant = "t", Session = "s", Messages = [message] };

    private Task<SessionOpening> OpenAsync(JobId run, string input = "go", string session = "s") =>
        Store.OpenAsync(new SessionOpenRequest { Tenant = "t", Session = session, Run = run, Agent = "a", Input = input }, Token);

    private Task CloseAsync(JobId run) => WriteAsync(new SessionClose { Tenant = "t", Session = "s", Run = run });

    private Task<IReadOnlyList<SessionMessage>> ReadAsync(int? through = null, int? before = null) =>
        Store.ReadAsync(new SessionQuery { Tenant = "t", Session = "s", ThroughRun = through, RunsBefore = before }, Token);
}
