using Isaa.Storage.Sql;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>One reading thread's connection. A read sees one state of the database; cancelling it interrupts the query it is in.</summary>
internal sealed class SqliteReader(SqliteStoreOptions options) : IReadRunner
{
    private SqliteDatabase? _database;
    private ReadRequest? _current;

    public void Run(ReadRequest request)
    {
        if (request.CancellationToken.IsCancellationRequested)
        {
            request.Cancel();
            return;
        }

        try
        {
            _database ??= Open();
            _current = request;
            _database.Statement("BEGIN").Run();
            request.Run(new SqliteReadContext(_database));
        }
        catch (Exception e)
        {
            // Whatever the operation throws is its caller's to see.
            Fail(request, e);
        }
        finally
        {
            End();
        }
    }

    public void Dispose() => _database?.Dispose();

    private SqliteDatabase Open()
    {
        var database = SqliteDatabase.Open(options.Path, options.BusyTimeout, create: false);
        database.Execute("PRAGMA query_only=ON; PRAGMA cache_size=-4000");
        database.InterruptWhen(() => _current is { CancellationToken.IsCancellationRequested: true });
        return database;
    }

    private void Fail(ReadRequest request, Exception error)
    {
        if (request.CancellationToken.IsCancellationRequested && error is SqliteFault { PrimaryCode: SqliteErrors.Interrupt })
        {
            request.Cancel();
            return;
        }

        request.Fail(SqliteErrors.ToVisible(error, options.Path));
        if (error is SqliteFault fault && SqliteErrors.BreaksConnection(fault))
        {
            _database?.Dispose();
            _database = null;
        }
    }

    private void End()
    {
        _current = null;
        if (_database is null)
        {
            return;
        }

        try
        {
            _database.ResetStatements();
            if (_database.InTransaction)
            {
                _database.Statement("COMMIT").Run();
            }
        }
        catch (SqliteFault)
        {
            _database.Dispose();
            _database = null;
        }
    }
}
