using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Workers;

/// <summary>Reads the workers.</summary>
internal static class WorkerReads
{
    /// <summary>Those that neither retired nor were given up.</summary>
    public static List<Guid> Alive(SqlReadContext context)
    {
        var workers = new List<Guid>();
        var rows = context.Statement("SELECT id FROM isaa_workers WHERE ended_at IS NULL");
        while (rows.Step())
        {
            workers.Add(rows.Guid(0));
        }

        return workers;
    }
}
