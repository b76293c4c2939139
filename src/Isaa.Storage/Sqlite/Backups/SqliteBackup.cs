using Isaa.Diagnostics;
using Isaa.Storage.Jobs.Inspection;
using Isaa.Storage.Sqlite.Engine;
using Isaa.Storage.Sqlite.Engine.Locks;

namespace Isaa.Storage.Sqlite.Backups;

/// <summary>Copies a SQLite store to a file and back. Both ways the copy is looked through before it counts.</summary>
public static class SqliteBackup
{
    /// <summary>
    /// Writes one state of the store into a new file while others go on reading and writing. When this returns, the copy is on disk, whole, and all that must hold
    /// in a store holds in it.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The new file; there must be none yet.</param>
    /// <param name="cancellationToken">Ends between two steps; the file is then removed.</param>
    /// <exception cref="IsaaException"><c>backup_exists</c>, <c>backup_damaged</c>, or an error of the store.</exception>
    public static async Task SaveAsync(SqliteStore store, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw new IsaaException("backup_exists", $"There is a file '{path}' already. Choose a name that is free; backups are never overwritten.");
        }

        await store.OpenAsync(cancellationToken);
        try
        {
            await Task.Run(() => Copy(store.Path, path), cancellationToken);
            await VerifyAsync(path, store.Time, cancellationToken);
            Settle(path);
        }
        catch
        {
            Remove(path);
            throw;
        }
    }

    /// <summary>
    /// Puts a backup in the place of a store that nobody has open. The store that was there is kept beside it. Numbers of events go on far behind those of the
    /// backup, so that readers of the log who have seen later ones miss nothing that is new.
    /// </summary>
    /// <param name="backup">The backup; it is left as it is.</param>
    /// <param name="path">Where the store is, or is to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends between two steps; the store is then as it was.</param>
    /// <returns>Where the store is now that was there before; null when there was none.</returns>
    /// <exception cref="IsaaException"><c>backup_unknown</c>, <c>backup_damaged</c>, <c>store_busy</c>, or an error of the store.</exception>
    public static async Task<string?> RestoreAsync(string backup, string path, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(time);
        (backup, path) = (Path.GetFullPath(backup), Path.GetFullPath(path));
        if (!File.Exists(backup))
        {
            throw new IsaaException("backup_unknown", $"There is no file '{backup}'. Name one that 'isaa backup FILE' has written.");
        }

        var fresh = path + ".restoring";
        Remove(fresh);
        try
        {
            await Task.Run(() => Copy(backup, fresh), cancellationToken);
            await VerifyAsync(fresh, time, cancellationToken);
            LeaveEventNumbers(fresh);
            return Exchange(fresh, path, time);
        }
        finally
        {
            Remove(fresh);
        }
    }

    private static void Copy(string from, string to)
    {
        try
        {
            // Made first and empty, so that nobody but its owner can ever read it.
            StoreFiles.Prepare(to);
            using var database = SqliteDatabase.Open(from, TimeSpan.FromSeconds(30), create: false);
            using var copy = database.Prepare("VACUUM INTO ?");
            copy.Bind(1, to).Run();
            using var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
        }
        catch (SqliteFault fault)
        {
            throw SqliteErrors.ToVisible(fault, from);
        }
    }

    private static async Task VerifyAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var copy = new SqliteStore(new SqliteStoreOptions { Path = path }, time, new IdSource(time));
        await copy.OpenAsync(cancellationToken);
        var damage = await copy.FindDamageAsync(cancellationToken);
        var faults = damage is null ? await new InspectionStore(copy).InspectAsync(cancellationToken) : [];
        if (damage is not null || faults.Count > 0)
        {
            throw new IsaaException("backup_damaged",
                $"The copy '{path}' is not sound: {damage ?? $"{faults[0].Rule}: not so {faults[0].Count} times"}. It was not used; 'isaa doctor --store' looks through the store itself.");
        }
    }

    // A row of nobody's with a number far behind: the next event's is higher still.
    private static void LeaveEventNumbers(string path)
    {
        using (var database = SqliteDatabase.Open(path, TimeSpan.FromSeconds(30), create: false))
        {
            database.Execute("INSERT INTO isaa_events (event, job, type, at) SELECT newest + 1000000, 0, 0, at FROM (SELECT max(event) AS newest, max(at) AS at FROM isaa_events) WHERE newest IS NOT NULL");
        }

        Settle(path);
    }

    // One file, with nothing beside it.
    private static void Settle(string path)
    {
        using (var database = SqliteDatabase.Open(path, TimeSpan.FromSeconds(30), create: false))
        {
            database.Execute("PRAGMA journal_mode=DELETE");
        }

        File.Delete(path + ".turn");
    }

    private static string? Exchange(string fresh, string path, TimeProvider time)
    {
        if (!File.Exists(path))
        {
            File.Move(fresh, path);
            return null;
        }

        EnsureNobodyHasItOpen(path);
        var kept = $"{path}.before-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        File.Move(path, kept);
        File.Move(fresh, path);
        return kept;
    }

    // Leaving the write-ahead log behind needs the file alone, and takes what is in the log into it.
    private static void EnsureNobodyHasItOpen(string path)
    {
        try
        {
            using var database = SqliteDatabase.Open(path, TimeSpan.Zero, create: false);
            database.Execute("PRAGMA journal_mode=DELETE");
        }
        catch (SqliteFault fault)
        {
            throw new IsaaException("store_busy",
                $"A program has the store '{path}' open ({fault.Message}). Stop 'isaa serve' and every other program that uses it, then restore again; nothing was changed.", fault);
        }
    }

    private static void Remove(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm", path + ".turn" })
        {
            File.Delete(file);
        }
    }
}
