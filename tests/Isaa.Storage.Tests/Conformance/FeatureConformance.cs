using Isaa.Jobs.Store;
using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>What the store of one feature does, on a database of its own.</summary>
public abstract class FeatureConformance : IAsyncDisposable
{
    private readonly StoreFixture _fixture;

    private protected FeatureConformance(StoreFixture fixture) => _fixture = fixture;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ISqlStore Database => _fixture.Database;

    private protected IJobStore Jobs => _fixture.Jobs;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _fixture.DisposeAsync();
    }

    /// <summary>Writes records the way a job's transaction does.</summary>
    private protected Task WriteAsync(params StoreWrite[] writes) => Database.WriteAsync(
        context =>
        {
            Array.ForEach(writes, context.Write);
            return true;
        },
        Token);
}
