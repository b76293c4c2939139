using Isaa.Diagnostics;
using Isaa.Storage.Sql;
using Isaa.Storage.Sqlite.Engine.Locks;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>The writer's connection: opened and brought to the newest schema when first needed, and anew after an error that breaks it.</summary>
internal sealed class WriterConnection(SqliteStoreOptions options, TimeProvider time, IReadOnlyList<ISqlStoreWriter> writers) : IDisposable
{
    /// <summary>How the writing connection is set up: an acknowledged commit is on disk.</summary>
    public const string Settings =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=2000";

    private ProcessTurn? _turn;
    private SqliteDatabase? _database;
    private SqliteWriteContext? _context;
    private long _dataVersion;

    /// <summary>Whether the connection has to be opened anew.</summary>
    public bool IsBroken => _database is null;

    /// <summary>Waits for this process's turn to write and makes the connection ready.</summary>
    /// <param name="patience">How long the callers that wait meanwhile are patient.</param>
    /// <param name="onStuck">Called on another thread when the turn does not come in that time.</param>
    public Turn TakeTurn(TimeSpan patience, Action onStuck)
    {
        if (_turn is null)
        {
            StoreFiles.Prepare(options.Path);
            _turn = new ProcessTurn(options.Path);
        }

        if (!_turn.TryEnter())
        {
            using var stuck = time.CreateTimer(static state => ((Action)state!)(), onStuck, patience, patience);
            _turn.Enter();
        }

        try
        {
            EnsureOpen();
        }
        catch
        {
            _turn.Leave();
            throw;
        }

        return new Turn(_turn);
    }

    /// <summary>Runs the writes in one transaction.</summary>
    /// <returns>Null when it is on disk; else what went wrong, and nothing was written.</returns>
    public Exception? TryCommit(List<WriteRequest> group, int first, int count, long now, out int topics)
    {
        topics = 0;
        try
        {
            EnsureOpen();
            var context = _context!;
            context.Now = now;
            context.Statement("BEGIN IMMEDIATE").Run();
            for (var i = first; i < first + count; i++)
            {
                group[i].Execute(context);
            }

            context.Finish();
            KillPoint.Reach(KillPoint.StoreCommitting);
            context.Statement("COMMIT").Run();
            KillPoint.Reach(KillPoint.StoreCommitted);
            topics = context.TakeTopics();
            return null;
        }
        catch (Exception e)
        {
            // Whatever an operation throws is its caller's to see; the transaction must end in any case.
            Abandon(e);
            return e;
        }
    }

    /// <summary>Whether another connection changed the file since the last look.</summary>
    public bool ChangedByOthers()
    {
        if (_database is null)
        {
            return false;
        }

        try
        {
            var version = Scalar(_database, "PRAGMA data_version");
            var changed = version != _dataVersion;
            _dataVersion = version;
            return changed;
        }
        catch (SqliteFault)
        {
            // The next write says what is wrong.
            return false;
        }
    }

    public void Dispose()
    {
        Close();
        _turn?.Dispose();
        _turn = null;
    }

    private void EnsureOpen()
    {
        if (_database is not null)
        {
            return;
        }

        var database = SqliteDatabase.Open(options.Path, options.BusyTimeout, create: true);
        try
        {
            database.Execute(Settings);
            new SqliteMigrator(database, options.Path, SqliteMigrator.Known).Run(time.GetUtcNow());
            _dataVersion = Scalar(database, "PRAGMA data_version");
        }
        catch
        {
            database.Dispose();
            throw;
        }

        _context = new SqliteWriteContext(database, writers) { AgeingStep = (long)options.AgeingStep.TotalMicroseconds };
        _database = database;
    }

    private void Abandon(Exception error)
    {
        if (_database is null)
        {
            return;
        }

        _context!.Forget();
        try
        {
            _database.ResetStatements();
            if (_database.InTransaction)
            {
                _database.Execute("ROLLBACK");
            }
        }
        catch (SqliteFault)
        {
            Close();
        }

        if (error is SqliteFault fault && SqliteErrors.BreaksConnection(fault))
        {
            Close();
        }
    }

    private void Close()
    {
        _database?.Dispose();
        _database = null;
        _context = null;
    }

    private static long Scalar(SqliteDatabase database, string sql)
    {
        var statement = database.Statement(sql);
        var value = statement.Step() ? statement.Long(0) : 0;
        statement.Reset();
        return value;
    }

    /// <summary>The turn to write; dispose it to let others.</summary>
    public readonly struct Turn(ProcessTurn turn) : IDisposable
    {
        public void Dispose() => turn.Leave();
    }
}
