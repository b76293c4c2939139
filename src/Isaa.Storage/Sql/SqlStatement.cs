namespace Isaa.Storage.Sql;

/// <summary>
/// A prepared command. Bind all parameters (numbered from 1), then <see cref="Run"/> it, or <see cref="Step"/> through its rows and read columns
/// (numbered from 0). A command that was stepped to its end, run, or failed is ready to be bound again; one left early needs <see cref="Reset"/>
/// before any other command starts.
/// </summary>
/// <remarks>A parameter has one type in all calls: the binding's. Null is bound through the nullable form of that type.</remarks>
internal abstract class SqlStatement
{
    /// <summary>Binds a number.</summary>
    public abstract SqlStatement Bind(int index, long value);

    /// <summary>Binds a number or null.</summary>
    public abstract SqlStatement Bind(int index, long? value);

    /// <summary>Binds a number with fraction.</summary>
    public abstract SqlStatement Bind(int index, double value);

    /// <summary>Binds text or null.</summary>
    public abstract SqlStatement Bind(int index, string? value);

    /// <summary>Binds bytes.</summary>
    public abstract SqlStatement Bind(int index, ReadOnlySpan<byte> value);

    /// <summary>Binds bytes or null.</summary>
    public abstract SqlStatement Bind(int index, ReadOnlyMemory<byte>? value);

    /// <summary>Binds an id, so that the order of time-ordered ids is kept.</summary>
    public abstract SqlStatement Bind(int index, Guid value);

    /// <summary>Binds an id or null.</summary>
    public abstract SqlStatement Bind(int index, Guid? value);

    /// <summary>Runs it to its end. Where the database is another process it may be sent together with the next command; a failure shows then or at the commit.</summary>
    public abstract void Run();

    /// <summary>Runs it to its end at once.</summary>
    /// <returns>How many rows it inserted, changed or deleted.</returns>
    public abstract int RunCounted();

    /// <summary>Moves to the next row; false at the end, when the command is ready again.</summary>
    public abstract bool Step();

    /// <summary>Makes a command that was left in the middle of its rows ready again.</summary>
    public abstract void Reset();

    /// <summary>Whether the column of the row at hand is null.</summary>
    public abstract bool IsNull(int column);

    /// <summary>A whole number.</summary>
    public abstract long Long(int column);

    /// <summary>A whole number that fits.</summary>
    public abstract int Int(int column);

    /// <summary>A number with fraction.</summary>
    public abstract double Double(int column);

    /// <summary>Text.</summary>
    public abstract string Text(int column);

    /// <summary>An id.</summary>
    public abstract Guid Guid(int column);

    /// <summary>The bytes of the row at hand; gone with the next step.</summary>
    public abstract ReadOnlySpan<byte> Span(int column);

    /// <summary>A whole number or null.</summary>
    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    /// <summary>Text or null.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>An id or null.</summary>
    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    /// <summary>A copy of the bytes.</summary>
    public byte[] Bytes(int column) => Span(column).ToArray();

    /// <summary>A copy of the bytes, or null.</summary>
    public ReadOnlyMemory<byte>? BytesOrNull(int column) => IsNull(column) ? default(ReadOnlyMemory<byte>?) : Bytes(column);
}
