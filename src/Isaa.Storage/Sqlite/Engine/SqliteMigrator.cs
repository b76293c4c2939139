using Isaa.Diagnostics;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>Brings a database to the newest schema, each step in a transaction of its own. Refuses one that a newer program made.</summary>
internal sealed class SqliteMigrator(SqliteDatabase database, string path, IReadOnlyList<Migration> known)
{
    /// <summary>The schema's history as this program knows it.</summary>
    public static IReadOnlyList<Migration> Known { get; } = Migration.Load("Sqlite");

    public void Run(DateTimeOffset now)
    {
        var version = ReadVersion();
        if (version == known.Count)
        {
            return;
        }

        if (version > known.Count)
        {
            throw SqliteErrors.Newer(path, version, known.Count);
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            version = ReadVersion();
            VerifyApplied(version);
            foreach (var migration in known.Skip(version))
            {
                database.Execute(migration.Sql);
                Record(migration, now);
            }

            database.Execute("COMMIT");
        }
        catch
        {
            database.ResetStatements();
            if (database.InTransaction)
            {
                database.Execute("ROLLBACK");
            }

            throw;
        }
    }

    private int ReadVersion()
    {
        using var exists = database.Prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'isaa_schema'");
        if (!exists.Step())
        {
            return 0;
        }

        using var version = database.Prepare("SELECT coalesce(max(version), 0) FROM isaa_schema");
        return version.Step() ? version.Int(0) : 0;
    }

    private void VerifyApplied(int version)
    {
        if (version == 0)
        {
            database.Execute("CREATE TABLE IF NOT EXISTS isaa_schema (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL)");
            return;
        }

        using var applied = database.Prepare("SELECT version, name, checksum FROM isaa_schema ORDER BY version");
        while (applied.Step())
        {
            if (known[applied.Int(0) - 1].Checksum != applied.Text(2))
            {
                throw new IsaaException("store_corrupt", $"The store '{path}' was made by another build: its schema step '{applied.Text(1)}' differs from the one this program knows. Use the program that made it, or another store.");
            }
        }
    }

    private void Record(Migration migration, DateTimeOffset now)
    {
        using var insert = database.Prepare("INSERT INTO isaa_schema (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)");
        insert.Bind(1, migration.Version).Bind(2, migration.Name).Bind(3, migration.Checksum).Bind(4, now.ToUnixTimeMilliseconds()).Run();
    }
}
