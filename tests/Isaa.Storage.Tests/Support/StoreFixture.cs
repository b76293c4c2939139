using System.Data.Common;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Inspection;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Changes;
using Isaa.Storage.Jobs.Duties;
using Isaa.Storage.Jobs.Figures;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Jobs.Inspection;
using Isaa.Storage.Jobs.Retention;
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

    public ISearchStore Search => new SearchStore(Database, Jobs);

    public IChangeStore ChangeStore => new ChangeStore(Database);

    public BulkChanges Changes => new(new JobSearch(Search, Time), ChangeStore, Time);

    public IFigureStore Figures => new FigureStore(Database);

    public IInspectionStore Inspection => new InspectionStore(Database);

    public IDutyStore Duties => new DutyStore(Database);

    public IRetentionStore Retention => new RetentionStore(Database, Jobs);

    public IQueueStore Queues => new QueueStore(Database);

    /// <summary>Another instance on the same database, as a second process would have.</summary>
    /// <param name="ageingStep">How much longer a job of the next priority waits; null for the default.</param>
    public abstract IJobStore OpenSecond(TimeSpan? ageingStep = null);

    /// <summary>A connection of the caller's own to the same database.</summary>
    public abstract DbConnection Connect();

    public abstract ValueTask DisposeAsync();
}
