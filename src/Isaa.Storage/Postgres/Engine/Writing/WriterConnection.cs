using Isaa.Diagnostics;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>
/// A writing thread's connection, opened anew when it was lost. Each transaction that writes leaves its number in the writer's own row, so that after
/// a connection lost in the middle of a commit it is known whether the commit took effect.
/// </summary>
internal sealed class WriterConnection(PostgresSession session, Guid name, IReadOnlyList<ISqlStoreWriter> writers) : IDisposable
{
    private const string Adopt = "UPDATE isaa_events SET tx = isaa_event_place() WHERE tx IS NULL";
    private const string Mark = "UPDATE isaa_commits SET number = ?, at = ? WHERE writer = ?";
    private const string Register = "INSERT INTO isaa_commits (writer, number, at) VALUES (?, 0, ?) ON CONFLICT DO NOTHING";
    private const string Forget = "DELETE FROM isaa_commits WHERE at < ? AND writer <> ?";
    private const string ReadMark = "SELECT number FROM isaa_commits WHERE writer = ? FOR UPDATE";
    // Who reads events waits for the transactions of those that hold this lock, and for nobody else's.
    private const string CountMe = "SELECT pg_advisory_lock_shared(1769169249, hashtext(current_schema()))";
    private const int Shards = 32;
    private const long RememberedFor = 7L * 24 * 60 * 60 * 1000;

    private PostgresConnection? _connection;
    private PostgresWriteContext? _context;
    private long _number;
    private (long Number, int Topics)? _unknown;

    /// <summary>Whether the last group's fate is not known.</summary>
    public bool IsUnknown => _unknown is not null;

    /// <summary>Runs the writes in one transaction.</summary>
    public CommitResult TryCommit(List<WriteRequest> group, int first, int count)
    {
        var sent = false;
        try
        {
            EnsureOpen();
            if (_unknown is { } lost)
            {
                var written = WasWritten(lost.Number);
                _unknown = null;
                if (written)
                {
                    return new CommitResult(null, lost.Topics);
                }
            }

            Execute(group, first, count);
            return Commit(ref sent);
        }
        catch (Exception e)
        {
            // Whatever an operation throws is its caller's to see; the transaction must end in any case.
            return Fail(e, sent);
        }
    }

    /// <summary>Gives up finding out what became of the last group.</summary>
    public void GiveUp() => _unknown = null;

    public void Dispose() => Close();

    private void Execute(List<WriteRequest> group, int first, int count)
    {
        session.Clock.Measure(_connection!);
        _context!.Now = session.Clock.Now;

        // Writes that share a transaction hold each other's locks. When two groups wait for each other, each goes on alone, write by write.
        if (count == 1)
        {
            _connection!.Begin("BEGIN");
        }
        else
        {
            _connection!.Begin("BEGIN", "SET LOCAL lock_timeout = 200");
        }

        WriteSets.Execute(_context, group, first, count);
    }

    private CommitResult Commit(ref bool sent)
    {
        _context!.Finish();
        if (_connection!.HasWritten)
        {
            _number++;
            _context.Statement(Adopt).Run();
            _context.Statement(Mark).Bind(1, _number).Bind(2, _context.Now).Bind(3, name).Run();
            sent = true;
        }

        KillPoint.ReachIf(sent, KillPoint.StoreCommitting);
        _connection.Finish("COMMIT");
        KillPoint.ReachIf(sent, KillPoint.StoreCommitted);
        return new CommitResult(null, _context.TakeTopics());
    }

    private CommitResult Fail(Exception error, bool sent)
    {
        var topics = _context?.TakeTopics() ?? 0;
        _context?.Forget();
        // The driver also closes the connection after some errors that the server answered with, a full disk for one: what it answered, it has undone.
        var away = PostgresErrors.IsAway(error) || (error is not Npgsql.PostgresException && _connection is { IsAlive: false });
        if (_connection is not null && !away)
        {
            try
            {
                _connection.Abandon();
            }
            catch (Exception e) when (PostgresErrors.IsAway(e) || e is Npgsql.NpgsqlException)
            {
                Close();
            }
        }
        else
        {
            Close();
        }

        if (away && sent)
        {
            _unknown = (_number, topics);
        }

        return new CommitResult(error, 0, away);
    }

    // Waits for the lost transaction to end, if it still runs on the server.
    private bool WasWritten(long number)
    {
        var row = _connection!.Statement(ReadMark).Bind(1, name);
        var written = row.Step() && row.Long(0) == number;
        row.Reset();
        return written;
    }

    private void EnsureOpen()
    {
        if (_connection is { IsAlive: true })
        {
            return;
        }

        Close();
        var connection = session.Open();
        try
        {
            var now = session.Clock.Now;
            connection.Statement(Register).Bind(1, name).Bind(2, now).Run();
            connection.Statement(Forget).Bind(1, now - RememberedFor).Bind(2, name).Run();
            var counts = connection.Statement(CountMe);
            _ = counts.Step();
            counts.Reset();
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        _connection = connection;
        _context = new PostgresWriteContext(connection, writers, (int)(BitConverter.ToUInt32(name.ToByteArray(), 12) % Shards)) { AgeingStep = session.AgeingStep };
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
        _context = null;
    }
}
