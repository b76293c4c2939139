using Isaa.Diagnostics;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Sql;

/// <summary>A write inside a transaction. The operation may run again when the group it was in was rolled back, so it changes nothing but the database.</summary>
/// <remarks>
/// On PostgreSQL several writers work at once. Whoever decides by what a row says reads it with <c>FOR UPDATE</c>, jobs in the order of their
/// rows, so that nobody changes it meanwhile and no two wait for each other.
/// </remarks>
/// <param name="writers">The writers of other features' changes.</param>
internal abstract class SqlWriteContext(IReadOnlyList<ISqlStoreWriter> writers) : SqlContext
{
    private readonly Dictionary<Type, object> _remembered = [];
    private readonly List<ICommitPart> _parts = [];
    private int _topics;

    /// <summary>The time of this group in Unix milliseconds.</summary>
    public long Now { get; set; }

    /// <summary>A number of its own for each connection that writes at the same time as others, so that they need not wait for each other's sums.</summary>
    public virtual int Shard => 0;

    /// <summary>How much later a level of priority makes a job, in microseconds.</summary>
    public long AgeingStep { get; init; } = 600_000_000;

    /// <summary>What this connection remembers of rows it has read or written; empty again after a transaction was rolled back.</summary>
    public T Remembered<T>()
        where T : class, new()
    {
        if (!_remembered.TryGetValue(typeof(T), out var known))
        {
            known = new T();
            _remembered.Add(typeof(T), known);
            if (known is ICommitPart part)
            {
                _parts.Add(part);
            }
        }

        return (T)known;
    }

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

        throw new IsaaException("store_write_unknown", $"The store has no writer for '{write.GetType().Name}'. Register an {nameof(ISqlStoreWriter)} that takes it.");
    }

    /// <summary>Writes what was left for the end; called once before each commit.</summary>
    public void Finish()
    {
        foreach (var part in _parts)
        {
            part.Write(this);
        }
    }

    /// <summary>The topics touched since the last call, as bits.</summary>
    public int TakeTopics()
    {
        var topics = _topics;
        _topics = 0;
        return topics;
    }

    /// <summary>Forgets what a transaction that was rolled back touched and what was remembered from it.</summary>
    public void Forget()
    {
        _topics = 0;
        _remembered.Clear();
        _parts.Clear();
    }
}
