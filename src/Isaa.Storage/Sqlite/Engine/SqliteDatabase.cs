using SQLitePCL;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>One connection with its prepared commands. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int MaxStatements = 1000;
    private const int InstructionsBetweenAsking = 10_000;
    private readonly sqlite3 _handle;
    private readonly bool _owned;
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    private SqliteDatabase(sqlite3 handle, bool owned)
    {
        _handle = handle;
        _owned = owned;
    }

    /// <summary>Opens a file.</summary>
    public static SqliteDatabase Open(string path, TimeSpan busyTimeout, bool create)
    {
        SqliteLibrary.EnsureReady();
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle, owned: true);
        if (code != raw.SQLITE_OK)
        {
            var fault = database.Fault(code);
            database.Dispose();
            throw fault;
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, (int)Math.Min(busyTimeout.TotalMilliseconds, int.MaxValue));
        return database;
    }

    /// <summary>Uses a connection that somebody else opened and closes.</summary>
    public static SqliteDatabase Borrow(sqlite3 handle) => new(handle, owned: false);

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The prepared command of this text, kept for the next use. The text must be a constant: it is found by reference.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
        {
            return statement;
        }

        if (_statements.Count >= MaxStatements)
        {
            DropStatements();
        }

        statement = Prepare(SqliteText.Translate(sql));
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Prepares a command that the caller disposes.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        return new SqliteStatement(this, handle);
    }

    /// <summary>Runs one or more commands without parameters.</summary>
    public void Execute(string sql)
    {
        var rest = sql;
        while (!string.IsNullOrWhiteSpace(rest))
        {
            Check(raw.sqlite3_prepare_v2(_handle, rest, out var handle, out rest));
            if (handle is null || handle.IsInvalid)
            {
                continue;
            }

            using var statement = new SqliteStatement(this, handle);
            while (statement.Step())
            {
            }
        }
    }

    /// <summary>Asks every so often while a query runs whether to end it. Unlike sqlite3_interrupt this cannot come too early and be lost.</summary>
    public void InterruptWhen(Func<bool> condition) =>
        raw.sqlite3_progress_handler(_handle, InstructionsBetweenAsking, _ => condition() ? 1 : 0, null);

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Fault(code);
        }
    }

    public SqliteFault Fault(int code) => new(
        raw.sqlite3_extended_errcode(_handle) is var extended && (extended & 0xff) == (code & 0xff) ? extended : code,
        raw.sqlite3_errmsg(_handle).utf8_to_string() ?? $"SQLite error {code}");

    /// <summary>Makes every kept command ready again, also those an operation left in the middle of their rows.</summary>
    public void ResetStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        DropStatements();
        if (_owned)
        {
            _ = raw.sqlite3_close_v2(_handle);
            _handle.Dispose();
        }
    }

    private void DropStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }
}
