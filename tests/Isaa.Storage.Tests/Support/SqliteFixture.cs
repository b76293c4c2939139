using System.Data.Common;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Sql;
using Isaa.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Storage.Tests.Support;

/// <summary>A store on a SQLite file of its own.</summary>
internal sealed class SqliteFixture : StoreFixture
{
    private readonly TestFolder _folder = new();
    private readonly List<(SqliteStore Store, JobStore Jobs)> _open = [];
    private readonly ISqlStoreWriter[] _writers;

    public SqliteFixture(params ISqlStoreWriter[] writers)
    {
        _writers = writers;
        Path = _folder.File("isaa.db");
        (Store, Sqlite) = Open();
    }

    /// <summary>On a file that exists, or is made there.</summary>
    public SqliteFixture(string path)
    {
        _writers = [];
        Path = path;
        (Store, Sqlite) = Open();
    }

    public string Path { get; }

    public SqliteStore Store { get; }

    public JobStore Sqlite { get; }

    public override IJobStore Jobs => Sqlite;

    public override ISqlStore Database => Store;

    public override IJobStore OpenSecond(TimeSpan? ageingStep = null) => Open(ageingStep).Jobs;

    public override DbConnection Connect() => new SqliteConnection($"Data Source={Path};Pooling=False");

    public override async ValueTask DisposeAsync()
    {
        foreach (var (store, jobs) in _open)
        {
            jobs.Dispose();
            await store.DisposeAsync();
        }

        _folder.Dispose();
    }

    private (SqliteStore Store, JobStore Jobs) Open(TimeSpan? ageingStep = null)
    {
        var options = new SqliteStoreOptions { Path = Path };
        options.AgeingStep = ageingStep ?? options.AgeingStep;
        var store = new SqliteStore(options, Time, new IdSource(TimeProvider.System), _writers, NullLoggerFactory.Instance);
        var jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
        _open.Add((store, jobs));
        return (store, jobs);
    }
}
