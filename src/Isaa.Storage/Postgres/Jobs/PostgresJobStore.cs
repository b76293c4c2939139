using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Claims;
using Isaa.Storage.Postgres.Jobs.Sets;

namespace Isaa.Storage.Postgres.Jobs;

/// <summary>
/// Keeps jobs, steps and events in a PostgreSQL database. What many callers ask for at the same moment goes there in few commands, since each one costs
/// the server more than what it does.
/// </summary>
/// <param name="store">The database.</param>
internal sealed class PostgresJobStore(PostgresStore store) : JobStore(store, new LeasesOnly(store))
{
    private readonly PostgresStore _store = store;

    protected override ClaimTable ClaimTable => ClaimSets.Instance;

    public override Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        _store.WriteAsync(InsertSets.Add, jobs, cancellationToken);

    protected override Task<bool> SettleAsync(Settlement settlement, CancellationToken cancellationToken) =>
        _store.WriteAsync(CompleteSets.Settle, settlement, cancellationToken);
}
