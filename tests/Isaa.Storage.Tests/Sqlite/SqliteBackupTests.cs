using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Sqlite.Backups;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteBackupTests : IDisposable
{
    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_made_while_others_write_holds_all_that_was_acknowledged_before()
    {
        await using var fixture = new SqliteFixture();
        var before = await AddAsync(fixture, 50);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.Run(async () =>
        {
            var count = 0;
            while (!stop.IsCancellationRequested)
            {
                await AddAsync(fixture, 1);
                count++;
            }

            return count;
        });

        await SqliteBackup.SaveAsync(fixture.Store, _folder.File("copy.db"), Token);
        await stop.CancelAsync();
        var during = await writing;

        await SqliteBackup.RestoreAsync(_folder.File("copy.db"), _folder.File("restored.db"), TimeProvider.System, Token);
        await using var restored = new SqliteFixture(_folder.File("restored.db"));
        Assert.All(before, id => Assert.NotNull(restored.Jobs.FindAsync(id, Token).Result));
        var kept = (await restored.Search.CountAsync(new JobFilter(), null, Token)).States[JobState.Ready];
        Assert.InRange(kept, 50, 50 + during);
    }

    [Fact]
    public async Task A_restored_store_works_and_readers_who_saw_later_events_miss_nothing_new()
    {
        await using var fixture = new SqliteFixture();
        await AddAsync(fixture, 3);
        await SqliteBackup.SaveAsync(fixture.Store, _folder.File("copy.db"), Token);
        await AddAsync(fixture, 5);
        var seen = await fixture.Jobs.ReadLastCursorAsync(Token);

        Assert.Null(await SqliteBackup.RestoreAsync(_folder.File("copy.db"), _folder.File("isaa.db"), TimeProvider.System, Token));
        await using var restored = new SqliteFixture(_folder.File("isaa.db"));
        var added = await AddAsync(restored, 1);

        Assert.Equal(added, (await restored.Jobs.ReadEventsAsync(new EventQuery { After = seen }, Token)).Select(e => e.Job));
        Assert.Empty(await restored.Inspection.InspectAsync(Token));
    }

    [Fact]
    public async Task A_store_that_is_open_is_not_replaced_and_the_one_before_is_kept()
    {
        await using var fixture = new SqliteFixture();
        await AddAsync(fixture, 1);
        await SqliteBackup.SaveAsync(fixture.Store, _folder.File("copy.db"), Token);
        var path = _folder.File("isaa.db");
        await using (var open = new SqliteFixture(path))
        {
            await AddAsync(open, 2);
            var error = await Assert.ThrowsAsync<IsaaException>(() => SqliteBackup.RestoreAsync(_folder.File("copy.db"), path, TimeProvider.System, Token));
            Assert.Equal("store_busy", error.Code);
            await AddAsync(open, 1);
        }

        var kept = await SqliteBackup.RestoreAsync(_folder.File("copy.db"), path, TimeProvider.System, Token);

        await using var restored = new SqliteFixture(path);
        await using var old = new SqliteFixture(kept!);
        Assert.Equal(1, (await restored.Search.CountAsync(new JobFilter(), null, Token)).States[JobState.Ready]);
        Assert.Equal(3, (await old.Search.CountAsync(new JobFilter(), null, Token)).States[JobState.Ready]);
    }

    [Fact]
    public async Task What_is_no_sound_backup_is_refused_and_the_store_stays()
    {
        await using var fixture = new SqliteFixture();
        await AddAsync(fixture, 1);
        await SqliteBackup.SaveAsync(fixture.Store, _folder.File("copy.db"), Token);
        Assert.Equal("backup_exists", (await Assert.ThrowsAsync<IsaaException>(() => SqliteBackup.SaveAsync(fixture.Store, _folder.File("copy.db"), Token))).Code);

        await File.WriteAllTextAsync(_folder.File("text.db"), new string('x', 5000), Token);
        await fixture.Store.WriteAsync(context => context.Statement("UPDATE isaa_counts SET n = n + 1").RunCounted(), Token);
        Assert.Equal("store_corrupt", (await Assert.ThrowsAsync<IsaaException>(() => RestoreAsync("text.db"))).Code);
        Assert.Equal("backup_unknown", (await Assert.ThrowsAsync<IsaaException>(() => RestoreAsync("none.db"))).Code);
        Assert.Equal("backup_damaged", (await Assert.ThrowsAsync<IsaaException>(() => SqliteBackup.SaveAsync(fixture.Store, _folder.File("bad.db"), Token))).Code);
        Assert.False(File.Exists(_folder.File("bad.db")));
        Assert.False(File.Exists(_folder.File("isaa.db")));
    }

    private Task<string?> RestoreAsync(string backup) => SqliteBackup.RestoreAsync(_folder.File(backup), _folder.File("isaa.db"), TimeProvider.System, Token);

    private static async Task<List<JobId>> AddAsync(SqliteFixture fixture, int count)
    {
        var jobs = Enumerable.Range(0, count).Select(_ => new NewJob { Id = new JobId(Ids.Next()), Kind = "test.work", Arguments = Encoding.UTF8.GetBytes("{}") }).ToList();
        await fixture.Jobs.EnqueueAsync(jobs, Token);
        return [.. jobs.Select(j => j.Id)];
    }
}
