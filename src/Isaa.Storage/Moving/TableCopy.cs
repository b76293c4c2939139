using System.Globalization;
using Isaa.Diagnostics;
using Isaa.Storage.Sqlite.Engine;
using Npgsql;
using NpgsqlTypes;

namespace Isaa.Storage.Moving;

/// <summary>A table as PostgreSQL has it, filled from the one of the same name in SQLite.</summary>
internal sealed class TableCopy
{
    private const string SelectColumns = """
        SELECT c.table_name, c.column_name, c.data_type, c.is_identity = 'YES'
        FROM information_schema.columns c
        WHERE c.table_schema = current_schema() AND c.table_name LIKE 'isaa\_%'
        ORDER BY c.table_name, c.ordinal_position
        """;

    private readonly List<Column> _columns = [];
    private string? _numbered;

    private TableCopy(string name) => Name = name;

    public string Name { get; }

    // The row that is no lane is in every PostgreSQL store and in no SQLite file.
    private string Rows => Name == "isaa_lanes" ? $"{Name} WHERE lane <> 0" : Name;

    public static List<TableCopy> ReadAll(NpgsqlConnection target)
    {
        using var command = new NpgsqlCommand(SelectColumns, target);
        using var rows = command.ExecuteReader();
        var tables = new List<TableCopy>();
        while (rows.Read())
        {
            if (tables.Count == 0 || tables[^1].Name != rows.GetString(0))
            {
                tables.Add(new TableCopy(rows.GetString(0)));
            }

            tables[^1]._columns.Add(new Column(rows.GetString(1), TypeOf(rows.GetString(2))));
            tables[^1]._numbered = rows.GetBoolean(3) ? rows.GetString(1) : tables[^1]._numbered;
        }

        return tables;
    }

    public long Count(SqliteDatabase source)
    {
        using var count = source.Prepare($"SELECT count(*) FROM {Name}");
        return count.Step() ? count.Long(0) : 0;
    }

    public long Count(NpgsqlConnection target)
    {
        using var count = new NpgsqlCommand($"SELECT count(*) FROM {Rows}", target);
        return (long)count.ExecuteScalar()!;
    }

    public void Copy(SqliteDatabase source, NpgsqlConnection target, CancellationToken cancellationToken)
    {
        using (var rows = source.Prepare($"SELECT {Names(c => c.Type == NpgsqlDbType.Xid8 ? "0" : c.Name)} FROM {Name}"))
        using (var import = target.BeginBinaryImport($"COPY {Name} ({Names(c => c.Name)}) FROM STDIN (FORMAT binary)"))
        {
            while (rows.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                import.StartRow();
                for (var i = 0; i < _columns.Count; i++)
                {
                    Write(import, rows, i);
                }
            }

            import.Complete();
        }

        if (_numbered is not null)
        {
            using var number = new NpgsqlCommand($"SELECT setval(pg_get_serial_sequence('{Name}', '{_numbered}'), (SELECT max({_numbered}) FROM {Name} HAVING max({_numbered}) > 0))", target);
            number.ExecuteNonQuery();
        }
    }

    private static NpgsqlDbType TypeOf(string name) => name switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "integer" => NpgsqlDbType.Integer,
        "smallint" => NpgsqlDbType.Smallint,
        "double precision" => NpgsqlDbType.Double,
        "text" => NpgsqlDbType.Text,
        "bytea" => NpgsqlDbType.Bytea,
        "uuid" => NpgsqlDbType.Uuid,
        "xid8" => NpgsqlDbType.Xid8,
        "tsvector" => NpgsqlDbType.TsVector,
        _ => throw new IsaaException("move_incomplete", $"Columns of the type {name} cannot be moved. Tell the authors."),
    };

    private string Names(Func<Column, string> name) => string.Join(", ", _columns.Select(name));

    private void Write(NpgsqlBinaryImporter import, SqliteStatement row, int column)
    {
        var type = _columns[column].Type;
        if (row.IsNull(column))
        {
            import.WriteNull();
            return;
        }

        switch (type)
        {
            case NpgsqlDbType.Bigint:
                import.Write(row.Long(column), type);
                break;
            case NpgsqlDbType.Integer:
                import.Write(row.Int(column), type);
                break;
            case NpgsqlDbType.Smallint:
                import.Write(Convert.ToInt16(row.Long(column), CultureInfo.InvariantCulture), type);
                break;
            case NpgsqlDbType.Double:
                import.Write(row.Double(column), type);
                break;
            case NpgsqlDbType.Text:
                import.Write(row.Text(column), type);
                break;
            case NpgsqlDbType.Bytea:
                import.Write(row.Bytes(column), type);
                break;
            case NpgsqlDbType.Uuid:
                import.Write(row.Guid(column), type);
                break;
            default:
                import.Write((ulong)row.Long(column), type);
                break;
        }
    }

    private sealed record Column(string Name, NpgsqlDbType Type);
}
