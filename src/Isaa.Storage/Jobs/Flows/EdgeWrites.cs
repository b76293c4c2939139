using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Storage.Jobs.Adding;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Flows;

/// <summary>Keeps what jobs wait for.</summary>
internal static class EdgeWrites
{
    private const string Insert = """
        INSERT INTO isaa_dependencies (dependant, dependency, policy, child, outlives, is_open) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (dependant, dependency) DO NOTHING
        """;

    private const string Reopen = """
        INSERT INTO isaa_dependencies (dependant, dependency, policy, child, outlives, is_open) VALUES (?, ?, 1, 0, 0, 1)
        ON CONFLICT (dependant, dependency) DO UPDATE SET is_open = 1 WHERE isaa_dependencies.is_open = 0 AND isaa_dependencies.child = 0
        """;

    private const string DropOthers = "UPDATE isaa_dependencies SET is_open = 0 WHERE dependant = ? AND child = 0 AND is_open = 1";

    private const string Watch = "UPDATE isaa_jobs SET watched = 1 WHERE seq = ?";

    private const string Adopt = "UPDATE isaa_jobs SET watched = 1, parent = coalesce(parent, ?) WHERE seq = ?";

    private const string SetPending = "UPDATE isaa_jobs SET pending = ? WHERE seq = ?";

    private const string LockLanes = "SELECT lane FROM isaa_lanes ORDER BY lane LIMIT 1 FOR UPDATE";

    private const string SelectReaches = """
        WITH RECURSIVE awaited (job) AS (
            SELECT CAST(?1 AS BIGINT) UNION SELECT d.dependency FROM isaa_dependencies d JOIN awaited a ON d.dependant = a.job WHERE d.is_open = 1)
        SELECT 1 FROM awaited WHERE job = CAST(?2 AS BIGINT) LIMIT 1
        """;

    /// <summary>Looks up what a new job of a tenant waits for, and locks it.</summary>
    /// <exception cref="IsaaException"><c>dependency_unknown</c>.</exception>
    public static IReadOnlyList<Edge> Look(SqlWriteContext context, string tenant, IReadOnlyList<JobDependency> dependencies)
    {
        var edges = new List<Edge>(dependencies.Count);
        foreach (var dependency in dependencies.DistinctBy(d => d.Job).OrderBy(d => d.Job.Value))
        {
            var head = JobHead.Find(context, dependency.Job);
            if (head is null || context.Remembered<LaneTable>().Get(context, head.Lane).Tenant != tenant)
            {
                throw new IsaaException("dependency_unknown", $"The job was not added: it depends on job {dependency.Job}, which tenant '{tenant}' does not have. "
                    + "Add a job after those it depends on, or in one flow with them.");
            }

            edges.Add(new Edge(head, dependency));
        }

        var heads = edges.ToDictionary(e => e.Head.Id);
        return [.. dependencies.Select(d => heads[d.Job]).Distinct()];
    }

    /// <summary>How many of them hold a job back.</summary>
    public static int CountOpen(IReadOnlyList<Edge> edges) => edges.Any(e => e.Releases) ? 0 : edges.Count(e => e.IsOpen);

    /// <summary>Keeps the edges of a job that was just added.</summary>
    public static void Save(SqlWriteContext context, long dependant, IReadOnlyList<Edge> edges)
    {
        var isReleased = edges.Any(e => e.Releases);
        foreach (var edge in edges)
        {
            Save(context, dependant, edge, edge.IsOpen && !isReleased);
        }
    }

    /// <summary>Adds children of a job that its worker holds.</summary>
    /// <exception cref="IsaaException"><c>flow_cycle</c>, <c>dependency_unknown</c>.</exception>
    public static void AddChildren(SqlWriteContext context, JobHead parent, IReadOnlyList<NewChild> children)
    {
        var tenant = context.Remembered<LaneTable>().Get(context, parent.Lane).Tenant;
        var isBound = children.Any(c => c.Job.DependsOn.Count > 0);
        if (isBound)
        {
            // Two jobs that add such children at once must not close a circle that neither sees.
            var locked = context.Statement(LockLanes);
            _ = locked.Step();
            locked.Reset();
        }

        var added = JobInserts.Add(context, [.. children.Select(c => c.Job)]);
        var edges = Look(context, tenant, [.. children.Select((child, i) => ToDependency(child, added[i].Id))]).ToDictionary(e => e.Head.Id);
        var open = 0;
        foreach (var child in added)
        {
            var edge = edges[child.Id];
            if (isBound || !child.IsNew)
            {
                ThrowIfReaches(context, edge.Head, parent);
            }

            open += Save(context, parent.Row, edge, edge.IsOpen) && edge.IsOpen ? 1 : 0;
        }

        context.Statement(SetPending).Bind(1, parent.Pending + open).Bind(2, parent.Row).Run();
    }

    /// <summary>Lets an active job wait for others that have not ended, whose rows are locked; those that it waits for already, as its children, stay as they are.</summary>
    public static void Await(SqlWriteContext context, JobHead job, IReadOnlyList<JobId> others)
    {
        var open = 0;
        foreach (var other in others)
        {
            var row = JobHead.Find(context, other)!.Row;
            open += context.Statement(Reopen).Bind(1, job.Row).Bind(2, row).RunCounted();
            context.Statement(Watch).Bind(1, row).Run();
        }

        context.Statement(SetPending).Bind(1, job.Pending + open).Bind(2, job.Row).Run();
    }

    /// <summary>An active job was woken before all of those it waited for had ended, and waits no longer for those that are no children of it.</summary>
    public static JobHead DropAwaited(SqlWriteContext context, JobHead job)
    {
        var dropped = job.Pending > 0 ? context.Statement(DropOthers).Bind(1, job.Row).RunCounted() : 0;
        if (dropped > 0)
        {
            job = job with { Pending = job.Pending - dropped };
            context.Statement(SetPending).Bind(1, job.Pending).Bind(2, job.Row).Run();
        }

        return job;
    }

    private static JobDependency ToDependency(NewChild child, JobId id) =>
        new() { Job = id, IsChild = true, OnFailure = child.OnFailure, OutlivesParent = child.OutlivesParent };

    private static void ThrowIfReaches(SqlWriteContext context, JobHead child, JobHead parent)
    {
        var found = context.Statement(SelectReaches).Bind(1, child.Row).Bind(2, parent.Row);
        if (found.Step())
        {
            found.Reset();
            throw new IsaaException("flow_cycle", $"The children were not added: child {child.Id} waits, itself or through others, for its parent {parent.Id}.");
        }
    }

    private static bool Save(SqlWriteContext context, long dependant, Edge edge, bool isOpen)
    {
        var dependency = edge.Dependency;
        var inserted = context.Statement(Insert)
            .Bind(1, dependant).Bind(2, edge.Head.Row).Bind(3, (int)dependency.OnFailure)
            .Bind(4, dependency.IsChild ? 1 : 0).Bind(5, dependency.OutlivesParent ? 1 : 0).Bind(6, isOpen ? 1 : 0).RunCounted();
        if (inserted > 0)
        {
            var mark = context.Statement(dependency.IsChild ? Adopt : Watch);
            _ = dependency.IsChild ? mark.Bind(1, dependant).Bind(2, edge.Head.Row) : mark.Bind(1, edge.Head.Row);
            mark.Run();
        }

        return inserted > 0;
    }
}
