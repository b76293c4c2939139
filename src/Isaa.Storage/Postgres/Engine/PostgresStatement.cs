using Isaa.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>A command of a PostgreSQL connection. Rows are read as they come, so no other command may start before the last row or <see cref="Reset"/>.</summary>
internal sealed class PostgresStatement(PostgresConnection connection, PostgresText text) : SqlStatement
{
    private NpgsqlParameter?[] _parameters = new NpgsqlParameter?[text.Parameters];
    private NpgsqlDataReader? _rows;

    public override SqlStatement Bind(int index, long value) => Set(index, new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint });

    public override SqlStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : SetNull(index, NpgsqlDbType.Bigint);

    public override SqlStatement Bind(int index, double value) => Set(index, new NpgsqlParameter<double> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Double });

    public override SqlStatement Bind(int index, string? value) =>
        value is null ? SetNull(index, NpgsqlDbType.Text) : Set(index, new NpgsqlParameter<string> { TypedValue = KeptText.Of(value), NpgsqlDbType = NpgsqlDbType.Text });

    public override SqlStatement Bind(int index, ReadOnlySpan<byte> value) =>
        Set(index, new NpgsqlParameter<byte[]> { TypedValue = value.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea });

    public override SqlStatement Bind(int index, ReadOnlyMemory<byte>? value) =>
        value is { } bytes
            ? Set(index, new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = bytes, NpgsqlDbType = NpgsqlDbType.Bytea })
            : SetNull(index, NpgsqlDbType.Bytea);

    public override SqlStatement Bind(int index, Guid value) => Set(index, new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid });

    public override SqlStatement Bind(int index, Guid? value) => value is { } id ? Bind(index, id) : SetNull(index, NpgsqlDbType.Uuid);

    /// <summary>Binds a column of texts for <c>unnest</c>.</summary>
    public PostgresStatement BindTexts(int index, string?[] values) =>
        BindColumn(index, Array.ConvertAll(values, value => value is null ? null : KeptText.Of(value)), NpgsqlDbType.Text);

    /// <summary>Binds a column of values for <c>unnest</c> or <c>ANY</c>.</summary>
    /// <param name="index">The parameter.</param>
    /// <param name="values">The values.</param>
    /// <param name="type">The type of one value.</param>
    public PostgresStatement BindColumn<T>(int index, T[] values, NpgsqlDbType type) =>
        Set(index, new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });

    public override void Run()
    {
        if (text.ReturnsRows)
        {
            _ = RunCounted();
        }
        else
        {
            connection.Post(Build(), text.Writes);
        }
    }

    public override int RunCounted()
    {
        var command = Build();
        connection.Query(this, command, text.Writes).Dispose();
        connection.End(this);
        return command.RecordsAffected;
    }

    public override bool Step()
    {
        _rows ??= connection.Query(this, Build(), text.Writes);
        if (_rows.Read())
        {
            return true;
        }

        Reset();
        return false;
    }

    public override void Reset()
    {
        if (_rows is { } rows)
        {
            _rows = null;
            connection.End(this);
            rows.Dispose();
        }
    }

    /// <summary>Forgets what was bound and read before an error.</summary>
    public void Clear()
    {
        _rows = null;
        Array.Clear(_parameters);
    }

    public override bool IsNull(int column) => Row.IsDBNull(column);

    public override long Long(int column) => Row.GetInt64(column);

    public override int Int(int column) => Row.GetInt32(column);

    public override double Double(int column) => Row.GetDouble(column);

    public override string Text(int column) => Row.GetString(column);

    public override Guid Guid(int column) => Row.GetGuid(column);

    public override ReadOnlySpan<byte> Span(int column) => Row.GetFieldValue<byte[]>(column);

    private NpgsqlDataReader Row => _rows ?? throw new InvalidOperationException($"No row is at hand: {text.Sql}");

    private NpgsqlBatchCommand Build()
    {
        var command = new NpgsqlBatchCommand(text.Sql);
        for (var i = 0; i < _parameters.Length; i++)
        {
            command.Parameters.Add(_parameters[i] ?? throw new InvalidOperationException($"Parameter {i + 1} is not bound: {text.Sql}"));
        }

        _parameters = new NpgsqlParameter?[_parameters.Length];
        return command;
    }

    private PostgresStatement Set(int index, NpgsqlParameter parameter)
    {
        _parameters[index - 1] = parameter;
        return this;
    }

    private PostgresStatement SetNull(int index, NpgsqlDbType type) => Set(index, new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type });
}
