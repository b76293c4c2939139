using Isaa.Jobs.Duties;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Duties;

/// <summary>Shares out duties in a database.</summary>
internal sealed class DutyStore(ISqlStore store) : IDutyStore
{
    private const string Select = "SELECT name, holder, term, held_to FROM isaa_leases ORDER BY name";

    public Task<Duty?> TryTakeAsync(string name, Guid holder, TimeSpan time, CancellationToken cancellationToken) =>
        store.WriteAsync(context => DutyWrites.TryTake(context, name, holder, (long)time.TotalMilliseconds), cancellationToken);

    public Task ResignAsync(Duty duty, CancellationToken cancellationToken) =>
        store.WriteAsync(context => DutyWrites.Resign(context, duty), cancellationToken);

    public Task<IReadOnlyList<DutyStatus>> ListAsync(CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<DutyStatus>>(
        static context =>
        {
            var duties = new List<DutyStatus>();
            var rows = context.Statement(Select);
            while (rows.Step())
            {
                duties.Add(new DutyStatus(new Duty(rows.Text(0), rows.Guid(1), rows.Long(2)), JobRow.Time(rows.Long(3))));
            }

            return duties;
        },
        cancellationToken);
}
