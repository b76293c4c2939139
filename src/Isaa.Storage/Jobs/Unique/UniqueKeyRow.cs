using Isaa.Jobs;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Unique;

/// <summary>A unique key that somebody holds; its row is locked until the transaction ends.</summary>
/// <param name="Tenant">Whose key.</param>
/// <param name="Key">The key.</param>
/// <param name="Job">Who holds it.</param>
/// <param name="Next">Who follows when that has ended; null for nobody.</param>
/// <param name="Until">When it comes free; null when that is the job's end.</param>
internal readonly record struct UniqueKeyRow(string Tenant, string Key, long Job, long? Next, long? Until)
{
    private const string Select = "SELECT job, next, until FROM isaa_unique_keys WHERE tenant = ? AND key = ? FOR UPDATE";

    private const string Insert = "INSERT INTO isaa_unique_keys (tenant, key, job) VALUES (?, ?, 0) ON CONFLICT (tenant, key) DO NOTHING";

    private const string Update = "UPDATE isaa_unique_keys SET job = ?, next = ?, until = ? WHERE tenant = ? AND key = ?";

    private const string Delete = "DELETE FROM isaa_unique_keys WHERE tenant = ? AND key = ?";

    private const string DeleteOver = """
        DELETE FROM isaa_unique_keys WHERE until <= ?1 AND (tenant, key) IN (
            SELECT tenant, key FROM isaa_unique_keys INDEXED BY isaa_unique_keys_until WHERE until IS NOT NULL AND until <= ?1 LIMIT 500)
        """;

    private const string SettleOne = "UPDATE isaa_jobs SET pending = pending - 1 WHERE seq = ?";

    /// <summary>The key; a new one is held by nobody, which is job 0.</summary>
    public static UniqueKeyRow Lock(SqlWriteContext context, string tenant, string key)
    {
        while (true)
        {
            if (Find(context, tenant, key) is { } known)
            {
                return known;
            }

            // Somebody else may add it at the same moment; then his counts.
            if (context.Statement(Insert).Bind(1, tenant).Bind(2, key).RunCounted() > 0)
            {
                return new UniqueKeyRow(tenant, key, 0, null, null);
            }
        }
    }

    /// <summary>Writes who holds the key.</summary>
    public void Save(SqlWriteContext context) =>
        context.Statement(Update).Bind(1, Job).Bind(2, Next).Bind(3, Until).Bind(4, Tenant).Bind(5, Key).Run();

    /// <summary>Nobody holds the key after all.</summary>
    public void Drop(SqlWriteContext context) => context.Statement(Delete).Bind(1, Tenant).Bind(2, Key).Run();

    /// <summary>A job that held its key, or was to follow, has ended.</summary>
    public static void Release(SqlWriteContext context, JobHead job)
    {
        var tenant = context.Remembered<LaneTable>().Get(context, job.Lane).Tenant;
        if (Find(context, tenant, job.Unique!) is not { } key)
        {
            return;
        }

        if (key.Next == job.Row)
        {
            (key with { Next = null }).Save(context);
        }
        else if (key.Job == job.Row && key.Next is { } next)
        {
            (key with { Job = next, Next = null }).Save(context);
            Follow(context, next);
        }
        else if (key.Job == job.Row && !(key.Until > context.Now))
        {
            key.Drop(context);
        }
    }

    /// <summary>An ended job that runs again takes its key again.</summary>
    /// <returns>False when another holds it.</returns>
    public static bool TryTakeAgain(SqlWriteContext context, JobHead job)
    {
        if (job.Unique is not { } name)
        {
            return true;
        }

        var key = Lock(context, context.Remembered<LaneTable>().Get(context, job.Lane).Tenant, name);
        if (key.Job != 0 && key.Job != job.Row && JobHead.Find(context, key.Job) is { } holder && !holder.State.IsFinal())
        {
            return false;
        }

        (key with { Job = job.Row }).Save(context);
        return true;
    }

    /// <summary>Forgets keys whose time is over.</summary>
    public static void Sweep(SqlWriteContext context) => context.Statement(DeleteOver).Bind(1, context.Now).Run();

    private static UniqueKeyRow? Find(SqlWriteContext context, string tenant, string key)
    {
        var row = context.Statement(Select).Bind(1, tenant).Bind(2, key);
        if (!row.Step())
        {
            return null;
        }

        var known = new UniqueKeyRow(tenant, key, row.Long(0), row.LongOrNull(1), row.LongOrNull(2));
        row.Reset();
        return known;
    }

    private static void Follow(SqlWriteContext context, long row)
    {
        if (JobHead.Find(context, row) is not { State: JobState.Waiting } job)
        {
            return;
        }

        context.Statement(SettleOne).Bind(1, row).Run();
        if (job.Pending == 1)
        {
            JobTransitions.Apply(context, job, job.RunAt > context.Now
                ? new JobMove(JobState.Delayed, EventTypes.Delayed)
                : new JobMove(JobState.Ready, EventTypes.Ready) { RunAt = context.Now });
        }
    }
}
