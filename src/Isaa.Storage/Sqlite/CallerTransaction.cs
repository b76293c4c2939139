using Isaa.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Isaa.Storage.Sqlite;

/// <summary>
/// Remembers that this flow of control has a transaction of its own open on a store. The writer would wait for that transaction, and the
/// transaction's owner for the writer.
/// </summary>
internal sealed class CallerTransaction
{
    private static readonly AsyncLocal<CallerTransaction?> Current = new();
    private readonly SqliteStore _store;
    private readonly SqliteTransaction _transaction;

    private CallerTransaction(SqliteStore store, SqliteTransaction transaction)
    {
        _store = store;
        _transaction = transaction;
    }

    public static void Remember(SqliteStore store, SqliteTransaction transaction) => Current.Value = new CallerTransaction(store, transaction);

    public static void ThrowIfOpen(SqliteStore store)
    {
        if (Current.Value is { } caller && caller._store == store && caller._transaction.Connection is not null)
        {
            throw new IsaaException(
                "store_transaction_open",
                $"This call would wait for itself: its caller has a transaction of its own open on '{store.Path}'. Commit or roll it back first, or use the overload that takes the transaction.");
        }
    }
}
