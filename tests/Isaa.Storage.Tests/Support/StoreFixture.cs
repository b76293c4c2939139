using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Searching;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Tests.Support;

/// <summary>A store under test with the clock it lives by.</summary>
internal abstract class StoreFixture : IAsyncDisposable
{
    public TestTime Time { get; } = new();

    public abstract IJobStore Jobs { get; }

    /// <summary>The database below, for the other stores on it.</summary>
    public abstract ISqlStore Database { get; }

    public ISearchStore Search => new SearchStore(Database);

    /// <summary>Another instance on the same database, as a second process would have.</summary>
    public abstract IJobStore OpenSecond();

    public abstract ValueTask DisposeAsync();
}
