using System.Text.Json;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Functions;

/// <summary>Reads and writes the rows of executions.</summary>
internal static class FunctionLogRows
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1_000;

    public static void Insert(SqlWriteContext context, FunctionExecution execution)
    {
        var usage = execution.Usage;
        context.Statement("""
            INSERT INTO isaa_function_runs (
                id, tenant, name, version, hash, started_at, outcome, duration_us, wait_us, cpu_us, memory, input_bytes, output_bytes, log_bytes,
                session, job, agent, call_key, input_hash, logs, error, output)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
            """)
            .Bind(1, execution.Id).Bind(2, execution.Tenant).Bind(3, execution.Function).Bind(4, execution.Version).Bind(5, execution.Hash)
            .Bind(6, execution.StartedAt.ToUnixTimeMilliseconds()).Bind(7, Outcome(execution))
            .Bind(8, Micros(usage.Duration)).Bind(9, Micros(usage.Wait)).Bind(10, Micros(usage.CpuTime)).Bind(11, usage.PeakMemoryBytes)
            .Bind(12, usage.InputBytes).Bind(13, usage.OutputBytes).Bind(14, usage.LogBytes)
            .Bind(15, execution.Caller?.Session).Bind(16, execution.Caller?.Job).Bind(17, execution.Caller?.Agent)
            .Bind(18, execution.IdempotencyKey).Bind(19, execution.InputHash).Bind(20, execution.Logs)
            .Bind(21, Error(execution)).Bind(22, Output(execution))
            .Run();
    }

    /// <summary>Writes how an execution ended over its row.</summary>
    /// <returns>False when it has no row.</returns>
    public static bool Update(SqlWriteContext context, FunctionExecution execution)
    {
        var usage = execution.Usage;
        return context.Statement("""
            UPDATE isaa_function_runs
            SET outcome = ?2, duration_us = ?3, wait_us = ?4, cpu_us = ?5, memory = ?6, input_bytes = ?7, output_bytes = ?8, log_bytes = ?9,
                call_key = ?10, logs = ?11, error = ?12, output = ?13
            WHERE id = ?1
            """)
            .Bind(1, execution.Id).Bind(2, Outcome(execution))
            .Bind(3, Micros(usage.Duration)).Bind(4, Micros(usage.Wait)).Bind(5, Micros(usage.CpuTime)).Bind(6, usage.PeakMemoryBytes)
            .Bind(7, usage.InputBytes).Bind(8, usage.OutputBytes).Bind(9, usage.LogBytes)
            .Bind(10, execution.IdempotencyKey).Bind(11, execution.Logs).Bind(12, Error(execution)).Bind(13, Output(execution))
            .RunCounted() > 0;
    }

    /// <summary>The executions a command yields: all columns but the first, in their order.</summary>
    public static List<FunctionExecution> Read(SqlStatement rows)
    {
        var executions = new List<FunctionExecution>();
        while (rows.Step())
        {
            executions.Add(new FunctionExecution
            {
                Id = rows.Guid(0),
                Tenant = rows.Text(1),
                Function = rows.Text(2),
                Version = rows.Int(3),
                Hash = rows.Text(4),
                StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(5)),
                Outcome = rows.TextOrNull(6) is { } outcome ? FunctionNames.FindOutcome(outcome) : null,
                Usage = Usage(rows),
                Caller = Caller(rows),
                IdempotencyKey = rows.TextOrNull(17),
                InputHash = rows.Text(18),
                Logs = rows.Text(19),
                Error = rows.IsNull(20) ? null : JsonSerializer.Deserialize(rows.Span(20), FunctionDefinitionJson.Default.FunctionError),
                Output = rows.IsNull(21) ? null : JsonSerializer.Deserialize(rows.Span(21), FunctionDefinitionJson.Default.JsonElement),
            });
        }

        return executions;
    }

    public static TimeSpan Time(long microseconds) => TimeSpan.FromTicks(microseconds * TicksPerMicrosecond);

    private static FunctionUsage Usage(SqlStatement rows) => new()
    {
        Duration = Time(rows.Long(7)),
        Wait = Time(rows.Long(8)),
        CpuTime = Time(rows.Long(9)),
        PeakMemoryBytes = rows.LongOrNull(10),
        InputBytes = rows.Int(11),
        OutputBytes = rows.Int(12),
        LogBytes = rows.Long(13),
    };

    private static FunctionContext? Caller(SqlStatement rows) =>
        (rows.TextOrNull(14), rows.TextOrNull(15), rows.TextOrNull(16)) is var (session, job, agent) && (session ?? job ?? agent) is not null
            ? new FunctionContext { Session = session, Job = job, Agent = agent }
            : null;

    private static string? Outcome(FunctionExecution execution) => execution.Outcome is { } outcome ? FunctionNames.Of(outcome) : null;

    private static long Micros(TimeSpan time) => time.Ticks / TicksPerMicrosecond;

    private static ReadOnlyMemory<byte>? Error(FunctionExecution execution) =>
        execution.Error is { } error ? JsonSerializer.SerializeToUtf8Bytes(error, FunctionDefinitionJson.Default.FunctionError) : default(ReadOnlyMemory<byte>?);

    private static ReadOnlyMemory<byte>? Output(FunctionExecution execution) =>
        execution.Output is { } output ? JsonSerializer.SerializeToUtf8Bytes(output, FunctionDefinitionJson.Default.JsonElement) : default(ReadOnlyMemory<byte>?);
}
