using System.Data.Common;
using Isaa.Jobs.Store;
using Isaa.Storage.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace Isaa.Storage.Sqlite.Jobs;

/// <summary>Adds jobs inside a transaction that somebody else began on the same file.</summary>
internal static class CallerEnqueue
{
    public static bool[] Add(SqliteStore store, DbTransaction transaction, IReadOnlyList<NewJob> jobs)
    {
        if (transaction is not SqliteTransaction { Connection: { } connection } own)
        {
            throw new ArgumentException($"The transaction must be an open SqliteTransaction on '{store.Path}'; it is a {transaction.GetType().Name}.", nameof(transaction));
        }

        using var database = SqliteDatabase.Borrow(connection.Handle!);
        EnsureSameFile(store, database, transaction);
        try
        {
            var now = store.Time.GetUtcNow().ToUnixTimeMilliseconds();
            var added = JobInserts.Add(new CallerContext(database), new LaneTable(), jobs, now);
            CallerTransaction.Remember(store, own);
            return added;
        }
        catch (SqliteFault fault)
        {
            throw SqliteErrors.ToVisible(fault, store.Path);
        }
    }

    private static void EnsureSameFile(SqliteStore store, SqliteDatabase database, DbTransaction transaction)
    {
        var files = database.Statement("SELECT file FROM pragma_database_list WHERE name = 'main'");
        var file = files.Step() ? files.TextOrNull(0) : null;
        files.Reset();
        if (string.IsNullOrEmpty(file) || !IsSame(file, store.Path))
        {
            throw new ArgumentException($"The transaction is on '{file}', the store on '{store.Path}'. Both must be the same file.", nameof(transaction));
        }
    }

    private static bool IsSame(string left, string right) => left == right || Real(left) == Real(right);

    private static string Real(string path)
    {
        var file = new FileInfo(path);
        var target = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
        var folder = new DirectoryInfo(Path.GetDirectoryName(target)!);
        return Path.Combine(folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName, Path.GetFileName(target));
    }

    private sealed class CallerContext(SqliteDatabase database) : SqliteContext(database);
}
