using Isaa.Jobs.Changes;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Inspection;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Searching;
using Isaa.Storage.Jobs.Changes;
using Isaa.Storage.Jobs.Duties;
using Isaa.Storage.Jobs.Figures;
using Isaa.Storage.Jobs.Inspection;
using Isaa.Storage.Jobs.Retention;
using Isaa.Storage.Jobs.Searching;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Storage;

/// <summary>Registers what a queue is seen and operated through.</summary>
internal static class OperatingServiceCollectionExtensions
{
    /// <summary>Registers the stores on the <see cref="Sql.ISqlStore"/>.</summary>
    public static IServiceCollection AddOperatingStores(this IServiceCollection services) => services
        .AddSingleton<ISearchStore, SearchStore>()
        .AddSingleton<IChangeStore, ChangeStore>()
        .AddSingleton<IDutyStore, DutyStore>()
        .AddSingleton<IFigureStore, FigureStore>()
        .AddSingleton<IInspectionStore, InspectionStore>()
        .AddSingleton<IRetentionStore, RetentionStore>();
}
