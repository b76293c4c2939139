using System.Data.Common;
using Isaa.Storage.Sql;
using Isaa.Storage.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace Isaa.Storage.Sqlite;

/// <summary>Writes inside a transaction that somebody else began on the same file.</summary>
internal static class CallerConnection
{
    public static T Write<T>(SqliteStore store, DbTransaction transaction, Func<SqlWriteContext, T> operation)
    {
        if (transaction is not SqliteTransaction { Connection: { } connection } own)
        {
            throw new ArgumentException($"The transaction must be an open SqliteTransaction on '{store.Path}'; it is a {transaction.GetType().Name}.", nameof(transaction));
        }

        using var database = SqliteDatabase.Borrow(connection.Handle!);
        EnsureSameFile(store, database, transaction);
        try
        {
            var context = new SqliteWriteContext(database, store.Writers)
            {
                Now = store.Time.GetUtcNow().ToUnixTimeMilliseconds(),
                AgeingStep = (long)store.Options.AgeingStep.TotalMicroseconds,
            };
            var result = operation(context);
            context.Finish();
            CallerTransaction.Remember(store, own);
            return result;
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
}
