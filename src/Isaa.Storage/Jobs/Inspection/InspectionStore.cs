using Isaa.Jobs.Inspection;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Inspection;

/// <summary>Looks through a database for what must never be so.</summary>
internal sealed class InspectionStore(ISqlStore store) : IInspectionStore
{
    public Task<IReadOnlyList<StoreFault>> InspectAsync(CancellationToken cancellationToken) => store.ReadAsync(Inspect, cancellationToken);

    private static IReadOnlyList<StoreFault> Inspect(SqlReadContext context)
    {
        var faults = new List<StoreFault>();
        foreach (var (rule, sql) in StoreRules.All)
        {
            var row = context.Statement(sql);
            if (row.Step() && row.Long(0) > 0)
            {
                faults.Add(new StoreFault(rule, row.Long(0), row.LongOrNull(1) ?? 0));
            }

            row.Reset();
        }

        return faults;
    }
}
