using Isaa.Diagnostics;
using Isaa.Storage.Jobs;
using Isaa.Storage.Sqlite;

namespace Isaa.Benchmarks.Queue;

/// <summary>A store that is closed with the run.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly SqliteStore _store;

    private OpenStore(SqliteStore store)
    {
        _store = store;
        Jobs = SqliteServiceCollectionExtensions.CreateJobStore(store);
    }

    public JobStore Jobs { get; }

    public static OpenStore At(string path) =>
        new(new SqliteStore(new SqliteStoreOptions { Path = path }, TimeProvider.System, new IdSource(TimeProvider.System)));

    public async ValueTask DisposeAsync()
    {
        Jobs.Dispose();
        await _store.DisposeAsync();
    }
}
