namespace Isaa.Storage.Sqlite.Engine;

/// <summary>An error that SQLite reported; a caller outside the storage sees it as an IsaaException.</summary>
internal sealed class SqliteFault(int code, string message) : Exception(message)
{
    private const int Constraint = 19;

    /// <summary>The extended result code.</summary>
    public int ExtendedCode { get; } = code;

    /// <summary>The primary result code.</summary>
    public int PrimaryCode => ExtendedCode & 0xff;

    /// <summary>True when a unique, foreign key or check constraint refused the row.</summary>
    public bool IsConstraint => PrimaryCode == Constraint;
}
