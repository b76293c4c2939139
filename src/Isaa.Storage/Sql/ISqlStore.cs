using System.Data.Common;

namespace Isaa.Storage.Sql;

/// <summary>A database as the features see it that keep something there. Thread safe.</summary>
internal interface ISqlStore
{
    /// <summary>Who waits for changes.</summary>
    WakeUps Wakes { get; }

    /// <summary>Runs the operation in a transaction on a writer's thread; it may share its commit with others and may run twice.</summary>
    /// <returns>The operation's result, once it is on disk.</returns>
    Task<T> WriteAsync<T>(Func<SqlWriteContext, T> operation, CancellationToken cancellationToken);

    /// <summary>Runs the operation on a reading thread; it sees one state of the database.</summary>
    Task<T> ReadAsync<T>(Func<SqlReadContext, T> operation, CancellationToken cancellationToken);

    /// <summary>Runs the operation inside a transaction that the caller began on the same database, on the caller's thread. What it touches wakes nobody.</summary>
    /// <exception cref="ArgumentException">The transaction has ended or belongs to another database.</exception>
    T WriteIn<T>(DbTransaction transaction, Func<SqlWriteContext, T> operation);

    /// <summary>Wakes who waits for the topics, given as bits, here and in other processes.</summary>
    void Wake(int topics);
}
