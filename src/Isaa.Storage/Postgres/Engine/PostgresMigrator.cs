using Isaa.Diagnostics;
using Npgsql;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>Brings a database to the newest schema, all steps in one transaction, while others work on it. Refuses one that a newer program made.</summary>
internal sealed class PostgresMigrator(PostgresConnection connection, PostgresAddress address, IReadOnlyList<Migration> known)
{
    private const long Turn = 0x69736161;
    private const int LongestWait = 500;
    private const int MostTries = 60;
    private const string PauseBetweenTries = "0.5";

    /// <summary>The schema's history as this program knows it.</summary>
    public static IReadOnlyList<Migration> Known { get; } = Migration.Load("Postgres");

    public void Run(long now)
    {
        var version = ReadVersion();
        if (version > known.Count)
        {
            throw PostgresErrors.Newer(address.Shown, version, known.Count);
        }

        if (version == known.Count)
        {
            return;
        }

        // Whoever waits for a table's lock makes all others wait behind it: so it waits for a moment only, and lets them by before the next try.
        for (var tried = 1; !TryApply(now); tried++)
        {
            if (tried == MostTries)
            {
                throw new IsaaException("store_busy", $"The store {address.Shown} could not be brought to schema version {known.Count}: others held its tables at each of {MostTries} tries. Find who does (pg_stat_activity, pg_locks), end that transaction, and start again.");
            }

            Execute($"SELECT pg_sleep({PauseBetweenTries})");
        }
    }

    private bool TryApply(long now)
    {
        using var transaction = connection.Driver.BeginTransaction();
        try
        {
            Execute($"SELECT pg_advisory_xact_lock({Turn})");
            Execute($"SET LOCAL lock_timeout = {LongestWait}");
            Apply(now);
            transaction.Commit();
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable || PostgresErrors.IsPassing(e))
        {
            transaction.Rollback();
            return false;
        }
    }

    private void Apply(long now)
    {
        EnsureSchema();
        var version = ReadVersion();
        VerifyApplied(version);
        foreach (var migration in known.Skip(version))
        {
            Execute(migration.Sql);
            Record(migration, now);
        }
    }

    private void EnsureSchema()
    {
        if (address.Schema is { } schema)
        {
            using var exists = new NpgsqlCommand("SELECT 1 FROM pg_namespace WHERE nspname = $1", connection.Driver) { Parameters = { new() { Value = schema } } };
            if (exists.ExecuteScalar() is null)
            {
                Execute($"CREATE SCHEMA \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            }
        }
    }

    private int ReadVersion()
    {
        using var exists = new NpgsqlCommand("SELECT to_regclass('isaa_schema') IS NOT NULL", connection.Driver);
        if (exists.ExecuteScalar() is not true)
        {
            return 0;
        }

        using var version = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM isaa_schema", connection.Driver);
        return (int)version.ExecuteScalar()!;
    }

    private void VerifyApplied(int version)
    {
        if (version == 0)
        {
            Execute("CREATE TABLE IF NOT EXISTS isaa_schema (version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL)");
            return;
        }

        using var applied = new NpgsqlCommand("SELECT version, name, checksum FROM isaa_schema ORDER BY version", connection.Driver);
        using var rows = applied.ExecuteReader();
        while (rows.Read())
        {
            if (known[rows.GetInt32(0) - 1].Checksum != rows.GetString(2))
            {
                throw new IsaaException("store_corrupt", $"The store {address.Shown} was made by another build: its schema step '{rows.GetString(1)}' differs from the one this program knows. Use the program that made it, or another store.");
            }
        }
    }

    private void Record(Migration migration, long now)
    {
        using var insert = new NpgsqlCommand("INSERT INTO isaa_schema (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)", connection.Driver)
        {
            Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name }, new() { Value = migration.Checksum }, new() { Value = now } },
        };
        insert.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection.Driver);
        command.ExecuteNonQuery();
    }
}
