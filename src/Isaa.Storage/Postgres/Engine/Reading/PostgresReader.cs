using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Reading;

/// <summary>One reading thread's connection. Cancelling a read interrupts the query it is in.</summary>
internal sealed class PostgresReader(PostgresSession session, ServerAbsence absence) : IReadRunner
{
    /// <summary>Begins a transaction whose queries all see one state.</summary>
    public const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private PostgresConnection? _connection;

    public void Run(ReadRequest request)
    {
        var began = absence.Begin();
        while (true)
        {
            if (request.CancellationToken.IsCancellationRequested)
            {
                request.Cancel();
                return;
            }

            if (TryRun(request) is not { } error)
            {
                absence.End();
                return;
            }

            if (!PostgresErrors.IsAway(error) || !absence.WaitToRetry(error, began))
            {
                request.Fail(PostgresErrors.ToVisible(error, session.Address.Shown));
                return;
            }
        }
    }

    public void Dispose() => _connection?.Dispose();

    /// <summary>Null when the caller has its answer.</summary>
    private Exception? TryRun(ReadRequest request)
    {
        try
        {
            _connection ??= session.Open();
            using var interrupt = new QueryInterrupt(_connection, request.CancellationToken);
            _connection.Begin(Begin);
            request.Run(new PostgresReadContext(_connection, request.CancellationToken));
        }
        catch (Exception e)
        {
            // Whatever the operation throws is its caller's to see.
            End(e);
            if (!request.CancellationToken.IsCancellationRequested)
            {
                return e;
            }

            request.Cancel();
            return null;
        }

        End(null);
        return null;
    }

    private void End(Exception? error)
    {
        if (_connection is null)
        {
            return;
        }

        try
        {
            if (_connection.IsAlive && (error is null || !PostgresErrors.IsAway(error)))
            {
                _connection.Abandon();
                return;
            }
        }
        catch (Exception e) when (PostgresErrors.IsAway(e))
        {
            // Opened anew by the next read.
        }

        _connection.Dispose();
        _connection = null;
    }
}
