using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Support;

/// <summary>A store under test with the clock it lives by.</summary>
internal abstract class StoreFixture : IAsyncDisposable
{
    public TestTime Time { get; } = new();

    public abstract IJobStore Jobs { get; }

    /// <summary>Another instance on the same database, as a second process would have.</summary>
    public abstract IJobStore OpenSecond();

    public abstract ValueTask DisposeAsync();
}
