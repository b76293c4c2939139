using System.Data;
using Npgsql;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>
/// One connection with its commands. Used by one thread at a time. Commands whose answer nobody reads are sent together with the next one that has an
/// answer, in one round trip.
/// </summary>
internal sealed class PostgresConnection : IDisposable
{
    private const int MaxPending = 256;
    private readonly NpgsqlConnection _connection;
    private readonly bool _owned;
    private readonly NpgsqlTransaction? _transaction;
    private readonly Dictionary<string, PostgresStatement> _statements = new(ReferenceEqualityComparer.Instance);
    private readonly List<NpgsqlBatchCommand> _pending = [];
    private PostgresStatement? _reading;
    private bool _begins;
    private bool _inTransaction;
    private NpgsqlBatch? _running;

    private PostgresConnection(NpgsqlConnection connection, bool owned, NpgsqlTransaction? transaction)
    {
        _connection = connection;
        _owned = owned;
        _transaction = transaction;
    }

    /// <summary>Opens a connection.</summary>
    public static PostgresConnection Open(PostgresAddress address)
    {
        var connection = new NpgsqlConnection(address.Driver);
        try
        {
            connection.Open();
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            connection.Dispose();
            throw new IOException(e.Message, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return new PostgresConnection(connection, owned: true, transaction: null);
    }

    /// <summary>Uses a connection and its transaction that somebody else opened and closes.</summary>
    public static PostgresConnection Borrow(NpgsqlTransaction transaction) => new(transaction.Connection!, owned: false, transaction);

    /// <summary>The driver's connection.</summary>
    public NpgsqlConnection Driver => _connection;

    /// <summary>Whether anything was written, or is waiting to be, since the last <see cref="Begin"/>.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>False when it was lost and must be opened anew.</summary>
    public bool IsAlive => _connection.FullState is not (ConnectionState.Closed or ConnectionState.Broken);

    /// <summary>The command of this text, kept for the next use. The text must be a constant: it is found by reference.</summary>
    public PostgresStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new PostgresStatement(this, PostgresText.Translate(sql));
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Begins a transaction, and sets it up, with the next command.</summary>
    public void Begin(params ReadOnlySpan<string> commands)
    {
        HasWritten = false;
        foreach (var command in commands)
        {
            Post(new NpgsqlBatchCommand(command), writes: false);
        }

        _begins = true;
    }

    /// <summary>Sends a command together with the next one that has an answer.</summary>
    public void Post(NpgsqlBatchCommand command, bool writes)
    {
        ThrowIfReading(command.CommandText);
        HasWritten |= writes;
        _pending.Add(command);
        if (_pending.Count >= MaxPending)
        {
            Flush();
        }
    }

    /// <summary>Sends what waits, and this command, whose rows the result has.</summary>
    public NpgsqlDataReader Query(PostgresStatement statement, NpgsqlBatchCommand command, bool writes)
    {
        ThrowIfReading(command.CommandText);
        HasWritten |= writes;
        _pending.Add(command);
        _reading = statement;
        return Send();
    }

    /// <summary>The command's rows have been read.</summary>
    public void End(PostgresStatement statement)
    {
        if (_reading == statement)
        {
            _reading = null;
        }
    }

    /// <summary>Sends what waits.</summary>
    public void Flush()
    {
        if (_pending.Count > 0)
        {
            Send().Dispose();
        }
    }

    /// <summary>Sends what waits and the last command of a transaction.</summary>
    public void Finish(string command)
    {
        Post(new NpgsqlBatchCommand(command), writes: false);
        Flush();
        _inTransaction = false;
    }

    /// <summary>Asks the server to stop what runs; may be called by another thread, and come too early or too late.</summary>
    public void Interrupt()
    {
        try
        {
            Volatile.Read(ref _running)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The driver closes the connection at this moment: nothing runs on it any more.
        }
    }

    /// <summary>Forgets what waits and what is half read, and ends the transaction. The connection is closed when that is not possible.</summary>
    public void Abandon()
    {
        _pending.Clear();
        _begins = false;
        _reading = null;
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
            statement.Clear();
        }

        if (_inTransaction && IsAlive)
        {
            Finish("ROLLBACK");
        }
    }

    public void Dispose()
    {
        if (_owned)
        {
            _connection.Dispose();
        }
    }

    private NpgsqlDataReader Send()
    {
        var batch = _connection.CreateBatch();
        batch.Transaction = _transaction;
        _pending.ForEach(batch.BatchCommands.Add);
        _pending.Clear();
        _inTransaction |= _begins;
        _begins = false;
        Volatile.Write(ref _running, batch);
        return batch.ExecuteReader();
    }

    private void ThrowIfReading(string next)
    {
        if (_reading is not null)
        {
            throw new InvalidOperationException($"A command was left in the middle of its rows when the next one began: {next}");
        }
    }
}
