using Isaa.Diagnostics;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>A write inside a transaction. The operation may run again when the group it was in was rolled back, so it changes nothing but the database.</summary>
internal sealed class SqliteWriteContext(SqliteDatabase database, IReadOnlyList<ISqliteStoreWriter> writers) : SqliteContext(database)
{
    private int _topics;

    /// <summary>The time of this group in Unix milliseconds.</summary>
    public long Now { get; set; }

    /// <summary>Grows with each transaction that was rolled back; what was remembered from it is not so.</summary>
    public long Generation { get; set; }

    /// <summary>Wakes those who wait for the topic once the transaction is on disk.</summary>
    public void Touch(StoreTopic topic) => _topics |= 1 << (int)topic;

    /// <summary>Writes another feature's change.</summary>
    /// <exception cref="IsaaException"><c>store_write_unknown</c>: no writer for this record is registered.</exception>
    public void Write(StoreWrite write)
    {
        foreach (var writer in writers)
        {
            if (writer.TryWrite(this, write))
            {
                return;
            }
        }

        throw new IsaaException("store_write_unknown", $"The SQLite store has no writer for '{write.GetType().Name}'. Register an {nameof(ISqliteStoreWriter)} that takes it.");
    }

    /// <summary>The topics touched since the last call, as bits.</summary>
    public int TakeTopics()
    {
        var topics = _topics;
        _topics = 0;
        return topics;
    }
}
