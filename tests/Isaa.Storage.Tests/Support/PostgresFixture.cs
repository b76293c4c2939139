using System.Data.Common;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Storage.Postgres;
using Isaa.Storage.Postgres.Jobs;
using Isaa.Storage.Sql;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Isaa.Storage.Tests.Support;

/// <summary>A store in a PostgreSQL schema of its own.</summary>
internal sealed class PostgresFixture : StoreFixture
{
    private readonly List<(PostgresStore Store, PostgresJobStore Jobs)> _open = [];
    private readonly ISqlStoreWriter[] _writers;

    public PostgresFixture(params ISqlStoreWriter[] writers)
    {
        _writers = writers;
        Address = PostgresCluster.Shared.NewAddress();
        (Store, Jobs) = Open();
    }

    public string Address { get; }

    public PostgresStore Store { get; }

    public override IJobStore Jobs { get; }

    public override ISqlStore Database => Store;

    public override IJobStore OpenSecond(TimeSpan? ageingStep = null) => Open(ageingStep).Jobs;

    public override DbConnection Connect() => new NpgsqlConnection(Address);

    public override async ValueTask DisposeAsync()
    {
        foreach (var (store, jobs) in _open)
        {
            jobs.Dispose();
            await store.DisposeAsync();
        }
    }

    private (PostgresStore Store, PostgresJobStore Jobs) Open(TimeSpan? ageingStep = null)
    {
        var options = new PostgresStoreOptions { ConnectionString = Address, UseServerClock = false };
        options.AgeingStep = ageingStep ?? options.AgeingStep;
        var store = new PostgresStore(options, Time, new IdSource(TimeProvider.System), _writers, NullLoggerFactory.Instance);
        var jobs = new PostgresJobStore(store);
        _open.Add((store, jobs));
        return (store, jobs);
    }
}
