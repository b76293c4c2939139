using Isaa.Diagnostics;
using Isaa.Storage.Postgres.Engine;

namespace Isaa.Storage;

/// <summary>Where everything is kept, said in one text: a PostgreSQL address or a SQLite file.</summary>
public sealed record StoreAddress
{
    private const string SqliteScheme = "sqlite:";

    private StoreAddress(string target, bool isPostgres, string shown)
    {
        Target = target;
        IsPostgres = isPostgres;
        Shown = shown;
    }

    /// <summary>The driver's connection string, which may hold a password, or the full path of the file.</summary>
    public string Target { get; }

    /// <summary>Whether it is a PostgreSQL database; else it is a SQLite file.</summary>
    public bool IsPostgres { get; }

    /// <summary>The store for people and logs, without user and password.</summary>
    public string Shown { get; }

    /// <summary>A SQLite file.</summary>
    /// <param name="path">Its path.</param>
    public static StoreAddress File(string path)
    {
        var full = Path.GetFullPath(path);
        return new StoreAddress(full, isPostgres: false, full);
    }

    /// <summary>
    /// Reads <c>postgres://user:password@host/database</c>, keywords as in <c>Host=db;Database=isaa</c>, or <c>sqlite:PATH</c>.
    /// </summary>
    /// <param name="text">The written form.</param>
    /// <exception cref="IsaaException"><c>store_invalid</c>: it is none of these.</exception>
    public static StoreAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(SqliteScheme, StringComparison.OrdinalIgnoreCase) && text.Length > SqliteScheme.Length)
        {
            var path = text[SqliteScheme.Length..];
            return File(path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path);
        }

        return text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) || text.Contains('=', StringComparison.Ordinal)
            ? new StoreAddress(text, isPostgres: true, PostgresAddress.Parse(text).Shown)
            : throw new IsaaException("store_invalid", "The address of the store cannot be read. Right would be postgres://user:password@host:5432/database or sqlite:PATH.");
    }

    /// <inheritdoc/>
    public override string ToString() => Shown;
}
