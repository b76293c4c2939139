using Isaa.Diagnostics;
using Npgsql;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>Turns the server's and the driver's errors into errors that say what is wrong and what helps.</summary>
internal static class PostgresErrors
{
    /// <summary>The server is away or throws its clients out, as at a restart; it may come back.</summary>
    public static bool IsAway(Exception error) => error switch
    {
        PostgresException server => server.SqlState is "57P01" or "57P02" or "57P03" or "57P05" or "53300" or "25P03" or "25P04"
            || server.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException => true,
        System.Net.Sockets.SocketException or IOException => true,

        // The driver may meet its own connection closed under it when that is cut in the middle of a command.
        ObjectDisposedException disposed => disposed.ObjectName.StartsWith("Npgsql", StringComparison.Ordinal)
            || disposed.ObjectName.StartsWith("System.Net.", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Others were in the way; the same write may succeed when it is made again.</summary>
    public static bool IsPassing(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation };

    /// <summary>The error a caller sees.</summary>
    public static Exception ToVisible(Exception error, string store) => error switch
    {
        PostgresException server => ToVisible(server, store),
        NpgsqlException { InnerException: TimeoutException } => Busied(store, error),
        _ when error is NpgsqlException || IsAway(error) => Away(store, error),
        _ => error,
    };

    public static IsaaException Away(string store, Exception? cause) => new(
        "store_unavailable",
        $"The store {store} does not answer{(cause is null ? "" : $" ({cause.Message})")}. Check that the server runs and can be reached; the call may be repeated.",
        cause);

    public static IsaaException Unknown(string store, Exception? cause) => new(
        "store_unavailable",
        $"The store {store} went away while it committed, and did not come back in time: whether this call took effect is not known. Look before repeating it.",
        cause);

    public static IsaaException Closed(string store) => new("store_unavailable", $"The store {store} was closed by this program.");

    public static IsaaException Newer(string store, int found, int known) => new(
        "store_newer", $"The store {store} has schema version {found}; this program knows versions up to {known}. Use the newer program, or another store.");

    private static IsaaException Busied(string store, Exception cause) => new(
        "store_busy", $"The store {store} did not finish a command in time. Find what holds locks or loads the server (pg_stat_activity, pg_locks), and try again.", cause);

    private static Exception ToVisible(PostgresException error, string store) => error.SqlState switch
    {
        "53100" => new IsaaException("store_full", $"The store {store} could not grow: the server's disk is full. Nothing of this call was written. Free some space and try again.", error),
        "55P03" or "57014" or "40P01" or "40001" => Busied(store, error),
        "28P01" or "28000" => new IsaaException("store_unavailable", $"The store {store} refused this user or password ({error.MessageText}). Correct them in the address.", error),
        "3D000" => new IsaaException("store_unavailable", $"The store {store} does not exist on that server. Create the database, or correct the address.", error),
        "3F000" or "42501" => new IsaaException("store_unavailable", $"The store {store} may not be used by this user ({error.MessageText}). Grant the right to create and use tables in its schema.", error),
        "25006" => new IsaaException("store_unavailable", $"The store {store} is read-only: perhaps a standby. Connect to the primary server.", error),
        "22021" or "22P05" => new IsaaException("text_invalid", "A text has the character U+0000, which PostgreSQL cannot keep. Leave it out.", error),
        "XX001" or "XX002" => new IsaaException("store_corrupt", $"The store {store} is damaged ({error.MessageText}). Restore it from a backup.", error),
        _ when IsAway(error) => Away(store, error),
        _ => error,
    };
}
