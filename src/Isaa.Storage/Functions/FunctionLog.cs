using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Functions;

/// <summary>Keeps the executions of functions in a database.</summary>
/// <param name="store">The database.</param>
internal sealed class FunctionLog(ISqlStore store) : IFunctionLog
{
    public Task AddAsync(FunctionExecution execution, CancellationToken cancellationToken) => WriteAsync(
        context => FunctionLogRows.Insert(context, execution), cancellationToken);

    public Task<FunctionExecution?> BeginAsync(FunctionExecution execution, DateTimeOffset abandonedBefore, CancellationToken cancellationToken) => store.WriteAsync(
        context => Begin(context, execution, abandonedBefore.ToUnixTimeMilliseconds()), cancellationToken);

    public Task CompleteAsync(FunctionExecution execution, CancellationToken cancellationToken) => WriteAsync(
        context =>
        {
            if (!FunctionLogRows.Update(context, execution))
            {
                var isTaken = execution.IdempotencyKey is { } key && FindByKey(context, execution.Tenant, key) is not null;
                FunctionLogRows.Insert(context, isTaken ? execution with { IdempotencyKey = null, Output = null } : execution);
            }
        },
        cancellationToken);

    public Task ForgetAsync(Guid id, CancellationToken cancellationToken) => WriteAsync(
        context => context.Statement("DELETE FROM isaa_function_runs WHERE id = ?1 AND outcome IS NULL").Bind(1, id).Run(), cancellationToken);

    public Task<FunctionExecution?> FindAsync(string tenant, Guid id, CancellationToken cancellationToken) => store.ReadAsync(
        context => FunctionLogRows.Read(context.Statement("""
            SELECT id, tenant, name, version, hash, started_at, outcome, duration_us, wait_us, cpu_us, memory, input_bytes, output_bytes, log_bytes,
                session, job, agent, call_key, input_hash, logs, error, output
            FROM isaa_function_runs
            WHERE id = ?1 AND tenant = ?2
            """).Bind(1, id).Bind(2, tenant)).SingleOrDefault(),
        cancellationToken);

    public Task<FunctionExecution?> FindByKeyAsync(string tenant, string key, CancellationToken cancellationToken) =>
        store.ReadAsync(context => FindByKey(context, tenant, key), cancellationToken);

    public Task<IReadOnlyList<FunctionExecution>> ListAsync(FunctionExecutionQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<FunctionExecution>>(context => FunctionLogRows.Read(Search(context, query)), cancellationToken);

    public Task<IReadOnlyList<FunctionSummary>> SummarizeAsync(string tenant, DateTimeOffset since, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<FunctionSummary>>(
        context => ReadSummaries(context.Statement("""
            SELECT name, count(*), sum(CASE WHEN outcome = 'completed' THEN 0 ELSE 1 END), CAST(sum(duration_us) AS bigint), max(duration_us),
                CAST(sum(cpu_us) AS bigint), max(memory), max(started_at)
            FROM isaa_function_runs
            WHERE tenant = ?1 AND started_at >= ?2 AND outcome IS NOT NULL
            GROUP BY name
            ORDER BY name
            """).Bind(1, tenant).Bind(2, since.ToUnixTimeMilliseconds())),
        cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => store.WriteAsync(
        context => context.Statement("""
            DELETE FROM isaa_function_runs
            WHERE run IN (SELECT o.run FROM isaa_function_runs o WHERE o.started_at < ?1 ORDER BY o.started_at LIMIT ?2)
            """).Bind(1, before.ToUnixTimeMilliseconds()).Bind(2, most).RunCounted(),
        cancellationToken);

    private static FunctionExecution? Begin(SqlWriteContext context, FunctionExecution execution, long abandonedBefore)
    {
        context.Statement("""
            DELETE FROM isaa_function_runs WHERE tenant = ?1 AND call_key = ?2 AND outcome IS NULL AND started_at < ?3 AND hash = ?4
            """).Bind(1, execution.Tenant).Bind(2, execution.IdempotencyKey).Bind(3, abandonedBefore).Bind(4, execution.Hash).Run();

        // Of two that begin at once one finds the other's row, here or by the unique key.
        var inserted = context.Statement("""
            INSERT INTO isaa_function_runs (
                id, tenant, name, version, hash, started_at, duration_us, wait_us, cpu_us, input_bytes, output_bytes, log_bytes,
                session, job, agent, call_key, input_hash, logs)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, 0, 0, 0, ?7, ?8, ?9, ?10, ?11, '')
            ON CONFLICT (tenant, call_key) DO NOTHING
            """)
            .Bind(1, execution.Id).Bind(2, execution.Tenant).Bind(3, execution.Function).Bind(4, execution.Version).Bind(5, execution.Hash)
            .Bind(6, execution.StartedAt.ToUnixTimeMilliseconds())
            .Bind(7, execution.Caller?.Session).Bind(8, execution.Caller?.Job).Bind(9, execution.Caller?.Agent)
            .Bind(10, execution.IdempotencyKey).Bind(11, execution.InputHash)
            .RunCounted();
        return inserted > 0 ? null : FindByKey(context, execution.Tenant, execution.IdempotencyKey!);
    }

    private static FunctionExecution? FindByKey(SqlContext context, string tenant, string key) => FunctionLogRows.Read(context.Statement("""
        SELECT id, tenant, name, version, hash, started_at, outcome, duration_us, wait_us, cpu_us, memory, input_bytes, output_bytes, log_bytes,
            session, job, agent, call_key, input_hash, logs, error, output
        FROM isaa_function_runs
        WHERE tenant = ?1 AND call_key = ?2
        """).Bind(1, tenant).Bind(2, key)).SingleOrDefault();

    // One function's calls are found by its index, all others newest first by their order.
    private static SqlStatement Search(SqlReadContext context, FunctionExecutionQuery query)
    {
        var statement = query.Function is null
            ? context.Statement("""
                SELECT id, tenant, name, version, hash, started_at, outcome, duration_us, wait_us, cpu_us, memory, input_bytes, output_bytes, log_bytes,
                    session, job, agent, call_key, input_hash, logs, error, output
                FROM isaa_function_runs
                WHERE tenant = ?1 AND ?2 IS NULL AND (?3 IS NULL OR version = ?3) AND (?4 IS NULL OR outcome = ?4)
                    AND (?5 IS NULL OR (CASE WHEN outcome = 'completed' THEN 0 ELSE 1 END) = ?5)
                    AND (?6 IS NULL OR agent = ?6) AND (?7 IS NULL OR session = ?7) AND (?8 IS NULL OR job = ?8) AND (?9 IS NULL OR started_at >= ?9)
                    AND (?10 IS NULL OR run < (SELECT b.run FROM isaa_function_runs b WHERE b.id = ?10))
                ORDER BY run DESC LIMIT ?11
                """)
            : context.Statement("""
                SELECT id, tenant, name, version, hash, started_at, outcome, duration_us, wait_us, cpu_us, memory, input_bytes, output_bytes, log_bytes,
                    session, job, agent, call_key, input_hash, logs, error, output
                FROM isaa_function_runs
                WHERE tenant = ?1 AND name = ?2 AND (?3 IS NULL OR version = ?3) AND (?4 IS NULL OR outcome = ?4)
                    AND (?5 IS NULL OR (CASE WHEN outcome = 'completed' THEN 0 ELSE 1 END) = ?5)
                    AND (?6 IS NULL OR agent = ?6) AND (?7 IS NULL OR session = ?7) AND (?8 IS NULL OR job = ?8) AND (?9 IS NULL OR started_at >= ?9)
                    AND (?10 IS NULL OR run < (SELECT b.run FROM isaa_function_runs b WHERE b.id = ?10))
                ORDER BY run DESC LIMIT ?11
                """);
        return statement
            .Bind(1, query.Tenant).Bind(2, query.Function).Bind(3, (long?)query.Version)
            .Bind(4, query.Outcome is { } outcome ? FunctionNames.Of(outcome) : null)
            .Bind(5, query.IsFailed is { } failed ? failed ? 1L : 0L : default(long?))
            .Bind(6, query.Agent).Bind(7, query.Session).Bind(8, query.Job).Bind(9, query.Since?.ToUnixTimeMilliseconds())
            .Bind(10, query.Before).Bind(11, query.Limit);
    }

    private static List<FunctionSummary> ReadSummaries(SqlStatement rows)
    {
        var summaries = new List<FunctionSummary>();
        while (rows.Step())
        {
            var calls = rows.Long(1);
            summaries.Add(new FunctionSummary
            {
                Function = rows.Text(0),
                Calls = calls,
                Failures = rows.Long(2),
                MeanDuration = FunctionLogRows.Time(rows.Long(3) / calls),
                LongestDuration = FunctionLogRows.Time(rows.Long(4)),
                CpuTime = FunctionLogRows.Time(rows.Long(5)),
                PeakMemoryBytes = rows.LongOrNull(6),
                LastStartedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(7)),
            });
        }

        return summaries;
    }

    private Task<bool> WriteAsync(Action<SqlWriteContext> write, CancellationToken cancellationToken) => store.WriteAsync(
        context =>
        {
            write(context);
            return true;
        },
        cancellationToken);
}
