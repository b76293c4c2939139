using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteWriterTests : IAsyncDisposable
{
    private const string InsertNote = "INSERT INTO notes (text) VALUES (?)";
    private readonly SqliteFixture _fixture = new(new NoteWriter());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Only_the_guilty_write_of_a_group_fails()
    {
        await MakeNotesAsync();
        using var entered = new SemaphoreSlim(0);
        using var held = new ManualResetEventSlim();
        var first = HoldWriter(entered, held);
        await entered.WaitAsync(Token);

        // These three wait together, so they are one group.
        var before = WriteNoteAsync("before");
        var guilty = _fixture.Store.WriteAsync<int>(
            context =>
            {
                context.Statement(InsertNote).Bind(1, "half").Run();
                throw new InvalidOperationException("guilty");
            },
            Token);
        var after = WriteNoteAsync("after");
        held.Set();

        await Task.WhenAll(first, before, after);
        Assert.Equal("guilty", (await Assert.ThrowsAsync<InvalidOperationException>(() => guilty)).Message);
        Assert.Equal(["after", "before"], (await ReadNotesAsync()).Order());
    }

    [Fact]
    public async Task A_write_given_up_before_its_turn_is_not_made()
    {
        await MakeNotesAsync();
        using var entered = new SemaphoreSlim(0);
        using var held = new ManualResetEventSlim();
        var first = HoldWriter(entered, held);
        await entered.WaitAsync(Token);
        using var cancel = new CancellationTokenSource();
        var abandoned = _fixture.Store.WriteAsync(context => context.Statement(InsertNote).Bind(1, "abandoned").RunCounted(), cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        held.Set();

        await first;
        await WriteNoteAsync("later");
        Assert.Equal(["later"], await ReadNotesAsync());
    }

    [Fact]
    public async Task A_write_left_in_the_middle_of_its_rows_does_not_disturb_the_next()
    {
        await MakeNotesAsync();
        await WriteNoteAsync("a");
        await WriteNoteAsync("b");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _fixture.Store.WriteAsync<int>(
            context =>
            {
                _ = context.Statement("SELECT text FROM notes WHERE text > ?").Bind(1, "").Step();
                throw new InvalidOperationException();
            },
            Token));

        Assert.Equal(2, await _fixture.Store.WriteAsync(
            context =>
            {
                var count = 0;
                var rows = context.Statement("SELECT text FROM notes WHERE text > ?").Bind(1, "");
                while (rows.Step())
                {
                    count++;
                }

                return count;
            },
            Token));
    }

    [Fact]
    public async Task What_waits_is_written_before_the_store_closes_and_what_comes_later_is_refused()
    {
        await MakeNotesAsync();
        var writes = Enumerable.Range(0, 50).Select(i => WriteNoteAsync($"{i}")).ToList();

        await _fixture.Store.DisposeAsync();

        await Task.WhenAll(writes);
        var error = await Assert.ThrowsAsync<IsaaException>(() => WriteNoteAsync("late"));
        Assert.Equal("store_unavailable", error.Code);
    }

    [Fact]
    public async Task Another_features_change_commits_with_the_job()
    {
        await MakeNotesAsync();
        var lease = await ClaimAsync();

        await _fixture.Jobs.CommitAsync(new JobCommit { Lease = lease, With = [new Note("with a step")] }, Token);
        await _fixture.Jobs.SettleAsync([new Settlement.Complete { Lease = lease, With = [new Note("with the end")] }], Token);

        Assert.Equal(["with a step", "with the end"], await ReadNotesAsync());
    }

    [Fact]
    public async Task Another_features_change_is_not_made_for_a_lost_lease()
    {
        await MakeNotesAsync();
        var lease = await ClaimAsync();

        Assert.False(await _fixture.Jobs.CommitAsync(new JobCommit { Lease = lease with { Token = 99 }, With = [new Note("zombie")] }, Token));

        Assert.Empty(await ReadNotesAsync());
    }

    [Fact]
    public async Task A_change_that_nobody_can_write_fails_the_whole_settlement()
    {
        await MakeNotesAsync();
        var lease = await ClaimAsync();

        var error = await Assert.ThrowsAsync<IsaaException>(() => _fixture.Jobs.SettleAsync(
            [new Settlement.Complete { Lease = lease, With = [new Note("first"), new Unknown()] }], Token));

        Assert.Equal("store_write_unknown", error.Code);
        Assert.Contains(nameof(Unknown), error.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadNotesAsync());
        Assert.Equal(JobState.Active, (await _fixture.Jobs.FindAsync(lease.Job, Token))!.Job.State);
    }

    [Fact]
    public async Task A_lane_of_a_write_that_was_rolled_back_is_made_again()
    {
        await MakeNotesAsync();
        var job = new NewJob { Id = NewId(), Kind = "rare.kind", Arguments = new byte[1] };
        await Assert.ThrowsAsync<IsaaException>(() => _fixture.Jobs.EnqueueAsync([job, null!], Token).ContinueWith(
            t => throw new IsaaException("seen", "", t.Exception), Token, TaskContinuationOptions.None, TaskScheduler.Default));

        await _fixture.Jobs.EnqueueAsync([job], Token);

        Assert.Equal("rare.kind", (await _fixture.Jobs.FindAsync(job.Id, Token))!.Job.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_a_read_interrupts_its_query_also_when_it_has_not_begun(bool early)
    {
        using var cancel = new CancellationTokenSource();
        using var started = new SemaphoreSlim(0);
        var endless = _fixture.Store.ReadAsync(
            context =>
            {
                started.Release();
                if (early)
                {
                    cancel.Token.WaitHandle.WaitOne();
                }

                return context.Statement("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n").RunCounted();
            },
            cancel.Token);
        await started.WaitAsync(Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Empty((await _fixture.Search.ListAsync(new JobQuery(), Token)).Jobs);
    }

    private static JobId NewId() => new(new IdSource(TimeProvider.System).Next());

    private Task<int> MakeNotesAsync() => _fixture.Store.WriteAsync(
        context => context.Statement("CREATE TABLE notes (text TEXT NOT NULL)").RunCounted(), Token);

    private Task<int> WriteNoteAsync(string text) => _fixture.Store.WriteAsync(context => context.Statement(InsertNote).Bind(1, text).RunCounted(), Token);

    private Task<List<string>> ReadNotesAsync() => _fixture.Store.ReadAsync(
        context =>
        {
            var notes = new List<string>();
            var rows = context.Statement("SELECT text FROM notes");
            while (rows.Step())
            {
                notes.Add(rows.Text(0));
            }

            return notes;
        },
        Token);

    private Task<int> HoldWriter(SemaphoreSlim entered, ManualResetEventSlim held) => _fixture.Store.WriteAsync(
        _ =>
        {
            entered.Release();
            held.Wait(Token);
            return 0;
        },
        Token);

    private async Task<Lease> ClaimAsync()
    {
        var worker = new WorkerId(NewId().Value);
        await _fixture.Jobs.EnqueueAsync([new NewJob { Id = NewId(), Kind = "test.work", Arguments = new byte[1] }], Token);
        await _fixture.Jobs.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromMinutes(1) }, Token);
        return (await _fixture.Jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 1, Kinds = ["test.work"] }, Token)).Jobs[0].Lease;
    }

    private sealed record Note(string Text) : StoreWrite;

    private sealed record Unknown : StoreWrite;

    private sealed class NoteWriter : ISqlStoreWriter
    {
        public bool TryWrite(SqlWriteContext context, StoreWrite write)
        {
            if (write is not Note note)
            {
                return false;
            }

            context.Statement(InsertNote).Bind(1, note.Text).Run();
            return true;
        }
    }
}
