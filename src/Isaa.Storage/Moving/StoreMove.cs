using Isaa.Diagnostics;
using Isaa.Storage.Postgres.Engine;
using Isaa.Storage.Sqlite.Engine;
using Npgsql;

namespace Isaa.Storage.Moving;

/// <summary>
/// Moves a SQLite store to an empty PostgreSQL database: all tables, in one transaction, counted at the end. Either everything is there or nothing. The file
/// is only read; nobody can write to it meanwhile.
/// </summary>
public static class StoreMove
{
    // The full-text index is made anew from the event log, and each connection makes its own row of commits.
    private static readonly string[] LeftOut = ["isaa_schema", "isaa_commits", "isaa_job_text"];

    // Rows that each new database has from the beginning.
    private static readonly string[] Seeded = ["isaa_rules"];

    /// <summary>Moves everything.</summary>
    /// <param name="from">The SQLite file. No program should work on it: what it writes has to wait.</param>
    /// <param name="to">The PostgreSQL database; its tables are made when they are missing and must be empty.</param>
    /// <param name="cancellationToken">Ends the move; nothing was moved then.</param>
    /// <returns>What was moved, by name.</returns>
    /// <exception cref="IsaaException">
    /// <c>store_invalid</c>: the one is no file or the other no PostgreSQL database. <c>store_not_empty</c>: there is something at the target already.
    /// <c>move_incomplete</c>: a count differs. Errors of both stores.
    /// </exception>
    public static Task<IReadOnlyList<MovedTable>> RunAsync(StoreAddress from, StoreAddress to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.IsPostgres || !to.IsPostgres)
        {
            throw new IsaaException("store_invalid", $"A store is moved from a SQLite file to a PostgreSQL database, not from {from} to {to}.");
        }

        if (!File.Exists(from.Target))
        {
            throw new IsaaException("store_invalid", $"There is no store {from}.");
        }

        return Task.Run<IReadOnlyList<MovedTable>>(() => Run(from, PostgresAddress.Parse(to.Target), cancellationToken), cancellationToken);
    }

    private static List<MovedTable> Run(StoreAddress from, PostgresAddress to, CancellationToken cancellationToken)
    {
        try
        {
            using var source = SqliteDatabase.Open(from.Target, TimeSpan.FromSeconds(30), create: false);
            new SqliteMigrator(source, from.Target, SqliteMigrator.Known).Run(TimeProvider.System.GetUtcNow());
            source.Execute("BEGIN IMMEDIATE");
            using var target = new PostgresSession(to, new ServerClock(TimeProvider.System, isMeasured: true), TimeSpan.Zero).Open();
            return Move(source, target.Driver, from, to, cancellationToken);
        }
        catch (SqliteFault fault)
        {
            throw SqliteErrors.ToVisible(fault, from.Target);
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            throw PostgresErrors.ToVisible(e, to.Shown);
        }
    }

    private static List<MovedTable> Move(SqliteDatabase source, NpgsqlConnection target, StoreAddress from, PostgresAddress to, CancellationToken cancellationToken)
    {
        using var transaction = target.BeginTransaction();
        var tables = TableCopy.ReadAll(target).Where(t => !LeftOut.Contains(t.Name)).ToList();
        EnsureAllKnown(source, tables, from);
        tables.ForEach(table => Empty(table, target, to));
        var moved = new List<MovedTable>();
        foreach (var table in tables)
        {
            table.Copy(source, target, cancellationToken);
            var (left, arrived) = (table.Count(source), table.Count(target));
            if (left != arrived)
            {
                throw new IsaaException("move_incomplete", $"Of {left} rows of {table.Name} {arrived} arrived. Nothing was moved; tell the authors.");
            }

            moved.Add(new MovedTable(table.Name, left));
        }

        using var index = new NpgsqlCommand("DELETE FROM isaa_marks WHERE name = 'text'", target);
        index.ExecuteNonQuery();
        transaction.Commit();
        return moved;
    }

    private static void EnsureAllKnown(SqliteDatabase source, List<TableCopy> tables, StoreAddress from)
    {
        using var names = source.Prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'isaa\\_%' ESCAPE '\\' AND name NOT LIKE 'isaa\\_job\\_text%' ESCAPE '\\'");
        while (names.Step())
        {
            var name = names.Text(0);
            if (!LeftOut.Contains(name) && !tables.Exists(t => t.Name == name))
            {
                throw new IsaaException("move_incomplete", $"The table {name} of {from} has no counterpart in PostgreSQL. Nothing was moved; tell the authors.");
            }
        }
    }

    private static void Empty(TableCopy table, NpgsqlConnection target, PostgresAddress to)
    {
        if (Seeded.Contains(table.Name))
        {
            using var delete = new NpgsqlCommand($"DELETE FROM {table.Name}", target);
            delete.ExecuteNonQuery();
        }
        else if (table.Count(target) > 0)
        {
            throw new IsaaException("store_not_empty", $"The store {to.Shown} has rows in {table.Name} already. Move to an empty database, or to a schema of its own with ?search_path=NAME.");
        }
    }
}
