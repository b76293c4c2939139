using Isaa.Storage.Jobs;

namespace Isaa.Storage.Postgres.Jobs;

/// <summary>Keeps jobs, steps and events in a PostgreSQL database.</summary>
/// <param name="store">The database.</param>
internal sealed class PostgresJobStore(PostgresStore store) : JobStore(store, new LeasesOnly(store));
