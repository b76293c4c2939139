using Isaa.Diagnostics;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>Turns SQLite's result codes into errors that say what is wrong and what helps.</summary>
internal static class SqliteErrors
{
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int Interrupt = 9;
    public const int IoError = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int NotADatabase = 26;

    /// <summary>After these the connection is opened anew before it is used again.</summary>
    public static bool BreaksConnection(SqliteFault fault) => fault.PrimaryCode is IoError or Corrupt or NotADatabase or CannotOpen or ReadOnly;

    /// <summary>The error a caller sees.</summary>
    public static Exception ToVisible(Exception error, string path) => error is SqliteFault fault ? ToVisible(fault, path) : error;

    private static Exception ToVisible(SqliteFault fault, string path) => fault.PrimaryCode switch
    {
        Busy or Locked => Busied(path, fault),
        Full => new IsaaException("store_full", $"The store '{path}' could not grow: the disk or its quota is full. Nothing of this call was written. Free some space and try again.", fault),
        Corrupt or NotADatabase => new IsaaException("store_corrupt", $"The store '{path}' is damaged or not an Isaa database ({fault.Message}). It was left as it is. Restore it from a backup, or move it away to start with an empty one.", fault),
        ReadOnly => new IsaaException("store_unavailable", $"The store '{path}' is read-only for this user. Give this user the right to write to the file and its folder.", fault),
        CannotOpen => new IsaaException("store_unavailable", $"The store '{path}' could not be opened. Check that the folder exists, that it is on a local disk and that this user may write to it.", fault),
        IoError => new IsaaException("store_unavailable", $"Reading or writing the store '{path}' failed ({fault.Message}). Check the disk and its free space; the call may be repeated.", fault),
        _ => fault,
    };

    public static IsaaException Busied(string path, Exception? cause = null) =>
        new("store_busy", $"Another program kept the store '{path}' locked for too long. Find what holds a transaction on it, and try again.", cause);

    public static IsaaException Newer(string path, int found, int known) =>
        new("store_newer", $"The store '{path}' has schema version {found}; this program knows versions up to {known}. Use the newer program, or another store.");

    public static IsaaException Closed(string path) =>
        new("store_unavailable", $"The store '{path}' was closed by this program.");
}
