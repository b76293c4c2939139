using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Searching;
using Isaa.Storage.Jobs;
using Isaa.Storage.Sqlite;
using Isaa.Storage.Sqlite.Engine;
using Isaa.Storage.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteFaultTests : IDisposable
{
    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _folder.File("isaa.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_store_says_so_and_works_again_once_there_is_space()
    {
        await using var store = Open();
        using var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
        var kept = await AddAsync(jobs, 10);
        await SetMaxPagesAsync(store, "PRAGMA max_page_count = 1");

        var error = await Assert.ThrowsAsync<IsaaException>(() => AddAsync(jobs, 1_000_000));

        Assert.Equal("store_full", error.Code);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        await SetMaxPagesAsync(store, "PRAGMA max_page_count = 1000000");
        var later = await AddAsync(jobs, 1_000_000);
        Assert.Equal([later, kept], (await new SearchStore(store, jobs).ListAsync(new JobQuery(), Token)).Jobs.Select(j => j.Id));
    }

    [Fact]
    public async Task In_a_full_store_each_write_hears_the_truth_about_itself()
    {
        await using var store = Open();
        using var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
        await AddAsync(jobs, 10);
        await SetMaxPagesAsync(store, "PRAGMA max_page_count = 1");

        var ids = new List<(JobId Id, bool Acknowledged)>();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var job = NewJob(i % 2 == 0 ? 10 : 500_000);
            var acknowledged = true;
            try
            {
                await jobs.EnqueueAsync([job], Token);
            }
            catch (IsaaException e) when (e.Code == "store_full")
            {
                acknowledged = false;
            }

            lock (ids)
            {
                ids.Add((job.Id, acknowledged));
            }
        }));

        Assert.Contains(ids, i => !i.Acknowledged);
        foreach (var (id, acknowledged) in ids)
        {
            Assert.Equal(acknowledged, await jobs.FindAsync(id, Token) is not null);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 200));
        await File.WriteAllTextAsync(Path, text, Token);
        await using var store = Open();

        var error = await Assert.ThrowsAsync<IsaaException>(() => store.OpenAsync(Token));

        Assert.Equal("store_corrupt", error.Code);
        Assert.Equal(text, await File.ReadAllTextAsync(Path, Token));
    }

    [Fact]
    public async Task A_damaged_database_is_reported()
    {
        await using (var store = Open())
        using (var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store))
        {
            await AddAsync(jobs, 50_000);
        }

        await using (var file = File.OpenWrite(Path))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xAB, (int)file.Length - 4096).ToArray(), Token);
        }

        await using var again = Open();
        using var damaged = SqliteServiceCollectionExtensions.CreateJobStore(again);
        var error = await Assert.ThrowsAsync<IsaaException>(() => AddAsync(damaged, 10));
        Assert.Equal("store_corrupt", error.Code);
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_refused_with_both_versions()
    {
        await using (var store = Open())
        {
            await store.WriteAsync(c => c.Statement("INSERT INTO isaa_schema VALUES (900, 'later', '', 0)").RunCounted(), Token);
        }

        await using var older = Open();
        var error = await Assert.ThrowsAsync<IsaaException>(() => older.OpenAsync(Token));

        Assert.Equal("store_newer", error.Code);
        Assert.Contains("900", error.Message, StringComparison.Ordinal);
        Assert.Contains($"up to {SqliteMigrator.Known.Count}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_others_keep_locked_is_busy_and_then_works()
    {
        await using var store = Open(TimeSpan.FromMilliseconds(20));
        using var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
        await store.OpenAsync(Token);
        await using var foreign = new SqliteConnection($"Data Source={Path};Pooling=False");
        foreign.Open();
        await using (var _ = foreign.BeginTransaction(deferred: false))
        {
            var error = await Assert.ThrowsAsync<IsaaException>(() => AddAsync(jobs, 10));
            Assert.Equal("store_busy", error.Code);
        }

        await AddAsync(jobs, 10);
        Assert.Single((await new SearchStore(store, jobs).ListAsync(new JobQuery(), Token)).Jobs);
    }

    [Fact]
    public async Task A_place_where_nothing_may_be_made_is_reported()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", Token);
        await using var store = new SqliteStore(new SqliteStoreOptions { Path = _folder.File("file/isaa.db") }, TimeProvider.System, Ids);

        var error = await Assert.ThrowsAsync<IsaaException>(() => store.OpenAsync(Token));

        Assert.Equal("store_unavailable", error.Code);
    }

    [Fact]
    public async Task The_files_are_their_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = _folder.File("new/folder/isaa.db");
        await using var store = new SqliteStore(new SqliteStoreOptions { Path = path }, TimeProvider.System, Ids);
        using var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
        await AddAsync(jobs, 10);

        var files = Directory.GetFiles(_folder.File("new/folder"));

        Assert.True(files.Length >= 2);
        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, FileMode(f)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, FileMode(_folder.File("new/folder")));

#pragma warning disable CA1416 // skipped on Windows above
        static UnixFileMode FileMode(string file) => File.GetUnixFileMode(file);
#pragma warning restore CA1416
    }

    [Fact]
    public void A_schema_step_that_differs_from_the_one_applied_is_refused()
    {
        var now = TimeProvider.System.GetUtcNow();
        var first = new Migration(1, "0001_a.sql", "CREATE TABLE a (x)");
        var second = new Migration(2, "0002_b.sql", "CREATE TABLE b (x)");
        using var database = SqliteDatabase.Open(Path, TimeSpan.Zero, create: true);
        new SqliteMigrator(database, Path, [first]).Run(now);

        var error = Assert.Throws<IsaaException>(() => new SqliteMigrator(database, Path, [first with { Sql = "CREATE TABLE c (x)" }, second]).Run(now));

        Assert.Equal("store_corrupt", error.Code);
        new SqliteMigrator(database, Path, [first, second]).Run(now);
        database.Execute("INSERT INTO b VALUES (1)");
    }

    [Fact]
    public void A_schema_step_that_fails_leaves_the_database_as_it_was()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var database = SqliteDatabase.Open(Path, TimeSpan.Zero, create: true);
        var broken = new Migration(1, "0001_a.sql", "CREATE TABLE a (x); CREATE TABLE a (x)");

        Assert.Throws<SqliteFault>(() => new SqliteMigrator(database, Path, [broken]).Run(now));

        new SqliteMigrator(database, Path, [broken with { Sql = "CREATE TABLE a (x)" }]).Run(now);
    }

    [Fact]
    public async Task A_lost_worker_of_this_machine_is_rescued_before_its_lease_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has leases only.");
        await using var store = Open();
        using var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
        var id = await AddAsync(jobs, 10);
        await using (var other = Open())
        using (var dying = SqliteServiceCollectionExtensions.CreateJobStore(other))
        {
            var worker = new WorkerId(Ids.Next());
            await dying.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromDays(1) }, Token);
            Assert.Single((await dying.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 1, Kinds = ["test.work"] }, Token)).Jobs);
            Assert.Equal(new RescueResult(0, 0), await jobs.RescueAsync(3, Token));
        }

        // Closing lets its lock go, as the system does when a process dies.
        Assert.Equal(new RescueResult(1, 0), await jobs.RescueAsync(3, Token));
        Assert.Equal(JobState.Ready, (await jobs.FindAsync(id, Token))!.Job.State);
        Assert.Empty(Directory.GetFiles(Path + ".workers"));
    }

    private static NewJob NewJob(int bytes) => new() { Id = new JobId(Ids.Next()), Kind = "test.work", Arguments = new byte[bytes] };

    private static async Task<JobId> AddAsync(JobStore jobs, int bytes)
    {
        var job = NewJob(bytes);
        await jobs.EnqueueAsync([job], Token);
        return job.Id;
    }

    // The pragma answers with a row and must not run inside a transaction's way: it takes effect at once.
    private static Task<int> SetMaxPagesAsync(SqliteStore store, string pragma) => store.WriteAsync(c => c.Statement(pragma).RunCounted(), Token);

    private SqliteStore Open(TimeSpan? busy = null) =>
        new(new SqliteStoreOptions { Path = Path, BusyTimeout = busy ?? TimeSpan.FromSeconds(30) }, TimeProvider.System, Ids);
}
