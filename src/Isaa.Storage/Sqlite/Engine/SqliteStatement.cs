using System.Text;
using Isaa.Storage.Sql;
using SQLitePCL;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>A prepared command of a SQLite connection.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : SqlStatement, IDisposable
{
    private const int StackBytes = 512;

    public override SqlStatement Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public override SqlStatement Bind(int index, double value)
    {
        database.Check(raw.sqlite3_bind_double(handle, index, value));
        return this;
    }

    public override SqlStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public override SqlStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        value = KeptText.Of(value);
        if (value.Length == 0 || value.Length * 3 > StackBytes)
        {
            database.Check(raw.sqlite3_bind_text(handle, index, value));
            return this;
        }

        Span<byte> buffer = stackalloc byte[StackBytes];
        var length = Encoding.UTF8.GetBytes(value, buffer);
        database.Check(raw.sqlite3_bind_text(handle, index, buffer[..length]));
        return this;
    }

    public override SqlStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        database.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, index, 0) : raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    public override SqlStatement Bind(int index, ReadOnlyMemory<byte>? value) => value is { } bytes ? Bind(index, bytes.Span) : BindNull(index);

    /// <summary>Binds an id as 16 bytes whose order is the order of time-ordered ids.</summary>
    public override SqlStatement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, bytes);
    }

    public override SqlStatement Bind(int index, Guid? value) => value is { } id ? Bind(index, id) : BindNull(index);

    public override bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code == raw.SQLITE_DONE)
        {
            _ = raw.sqlite3_reset(handle);
            return false;
        }

        var fault = database.Fault(code);
        _ = raw.sqlite3_reset(handle);
        throw fault;
    }

    public override void Run()
    {
        while (Step())
        {
        }
    }

    public override int RunCounted()
    {
        Run();
        return database.Changes;
    }

    public override void Reset() => _ = raw.sqlite3_reset(handle);

    public override bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public override long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public override int Int(int column) => raw.sqlite3_column_int(handle, column);

    public override double Double(int column) => raw.sqlite3_column_double(handle, column);

    public override string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public override ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(handle, column);

    public override Guid Guid(int column) => new(Span(column), bigEndian: true);

    public void Dispose() => handle.Dispose();

    private SqliteStatement BindNull(int index)
    {
        database.Check(raw.sqlite3_bind_null(handle, index));
        return this;
    }
}
