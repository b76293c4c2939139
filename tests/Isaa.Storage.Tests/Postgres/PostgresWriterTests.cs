using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Storage.Postgres;
using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres;

public sealed class PostgresWriterTests : IAsyncLifetime
{
    private const string InsertNote = "INSERT INTO notes (text) VALUES (?)";
    private readonly PostgresFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresStore Store => _fixture.Store;

    public async ValueTask InitializeAsync()
    {
        await RunAsync("CREATE TABLE notes (text text NOT NULL)");
        await RunAsync("CREATE TABLE owners (name text PRIMARY KEY, notes bigint NOT NULL)");
        await RunAsync("INSERT INTO owners VALUES ('a', 0), ('b', 0)");
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Only_the_guilty_write_of_many_fails()
    {
        var writes = Enumerable.Range(0, 100).Select(i => i % 10 == 3
            ? Store.WriteAsync<int>(context => { context.Statement(InsertNote).Bind(1, "half").Run(); throw new InvalidOperationException($"guilty {i}"); }, Token)
            : WriteNoteAsync($"{i}")).ToList();

        for (var i = 0; i < writes.Count; i++)
        {
            if (i % 10 == 3)
            {
                Assert.Equal($"guilty {i}", (await Assert.ThrowsAsync<InvalidOperationException>(() => writes[i])).Message);
            }
            else
            {
                await writes[i];
            }
        }

        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 10 != 3).Select(i => $"{i}").Order(), (await ReadNotesAsync()).Order());
    }

    [Fact]
    public async Task A_command_that_the_server_refuses_later_still_fails_its_own_write()
    {
        var good = WriteNoteAsync("good");
        var bad = Store.WriteAsync(context => { context.Statement("INSERT INTO notes (text) VALUES (NULL)").Run(); return 0; }, Token);
        var alsoGood = WriteNoteAsync("also good");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => bad);
        await Task.WhenAll(good, alsoGood);
        Assert.Equal(["also good", "good"], (await ReadNotesAsync()).Order());
    }

    [Fact]
    public async Task Writes_that_lock_rows_in_opposite_orders_all_succeed()
    {
        var writes = Enumerable.Range(0, 200).Select(i => Store.WriteAsync(
            context =>
            {
                Count(context, i % 2 == 0 ? "a" : "b");
                Count(context, i % 2 == 0 ? "b" : "a");
                return 0;
            },
            Token));

        await Task.WhenAll(writes);

        Assert.Equal(400, await Store.ReadAsync(context => Sum(context), Token));
    }

    [Fact]
    public async Task A_write_given_up_before_its_turn_is_not_made()
    {
        using var entered = new SemaphoreSlim(0);
        using var held = new ManualResetEventSlim();
        var holders = new List<Task>();
        for (var i = 0; i < new PostgresStoreOptions { ConnectionString = "" }.Writers; i++)
        {
            // One after the other: those that wait together would be one group of one thread.
            holders.Add(HoldWriter(entered, held));
            await entered.WaitAsync(Token);
        }

        using var cancel = new CancellationTokenSource();
        var abandoned = Store.WriteAsync(context => context.Statement(InsertNote).Bind(1, "abandoned").RunCounted(), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        held.Set();

        await Task.WhenAll(holders);
        Assert.Empty(await ReadNotesAsync());
    }

    [Fact]
    public async Task What_waits_is_written_before_the_store_closes_and_what_comes_later_is_refused()
    {
        var writes = Enumerable.Range(0, 50).Select(i => WriteNoteAsync($"{i}")).ToList();

        await Store.DisposeAsync();

        await Task.WhenAll(writes);
        Assert.Equal("store_unavailable", (await Assert.ThrowsAsync<IsaaException>(() => WriteNoteAsync("late"))).Code);
    }

    [Fact]
    public async Task A_command_left_in_the_middle_of_its_rows_is_said_so_and_disturbs_nobody()
    {
        await WriteNoteAsync("a");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Store.WriteAsync<int>(
            context =>
            {
                _ = context.Statement("SELECT text FROM notes").Step();
                return context.Statement(InsertNote).Bind(1, "b").RunCounted();
            },
            Token));

        Assert.Contains("in the middle of its rows", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], await ReadNotesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_a_read_interrupts_its_query_also_when_it_has_not_begun(bool early)
    {
        using var cancel = new CancellationTokenSource();
        using var started = new SemaphoreSlim(0);
        var endless = Store.ReadAsync(
            context =>
            {
                started.Release();
                if (early)
                {
                    cancel.Token.WaitHandle.WaitOne();
                }

                return context.Statement("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n").RunCounted();
            },
            cancel.Token);
        await started.WaitAsync(Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Empty(await ReadNotesAsync());
    }

    [Fact]
    public async Task A_second_process_is_woken()
    {
        var second = _fixture.OpenSecond();
        var version = second.Version(StoreTopic.Cancels);
        var waiting = second.WaitAsync(StoreTopic.Cancels, version, TimeSpan.FromDays(1), Token);

        // Until the second listens; then one is enough.
        while (!waiting.IsCompleted)
        {
            _fixture.Jobs.Notify(StoreTopic.Cancels);
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token));
        }

        Assert.True(second.Version(StoreTopic.Cancels) > version);
    }

    private static void Count(SqlWriteContext context, string owner) =>
        context.Statement("UPDATE owners SET notes = notes + 1 WHERE name = ?").Bind(1, owner).Run();

    private static long Sum(SqlContext context)
    {
        var row = context.Statement("SELECT sum(notes) FROM owners");
        _ = row.Step();
        var sum = row.Long(0);
        row.Reset();
        return sum;
    }

    private Task<int> RunAsync(string sql) => Store.WriteAsync(context => context.Statement(sql).RunCounted(), Token);

    private Task<int> WriteNoteAsync(string text) => Store.WriteAsync(
        context =>
        {
            context.Statement(InsertNote).Bind(1, text).Run();
            return 0;
        },
        Token);

    private Task<List<string>> ReadNotesAsync() => Store.ReadAsync(
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

    private Task<int> HoldWriter(SemaphoreSlim entered, ManualResetEventSlim held) => Store.WriteAsync(
        _ =>
        {
            entered.Release();
            held.Wait(Token);
            return 0;
        },
        Token);
}
