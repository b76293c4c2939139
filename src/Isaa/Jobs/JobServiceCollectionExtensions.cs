using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Batches;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Events;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Retrying;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Working;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs;

/// <summary>Registers the queue, its workers and job kinds.</summary>
public static class JobServiceCollectionExtensions
{
    /// <summary>Registers the queue, the event feed, the worker and its maintenance. A store must be registered too.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddIsaaJobs(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.TryAddSingleton(new JobOptions());
        services.TryAddSingleton(new WorkerOptions());
        services.TryAddSingleton<JobKindCatalog>();
        services.TryAddSingleton<JobQueue>();
        services.TryAddSingleton<JobSearch>();
        services.TryAddSingleton<BulkChanges>();
        services.TryAddSingleton<QueueControl>();
        services.TryAddSingleton<EventFeed>();
        services.TryAddSingleton<Worker>();
        services.TryAddSingleton<MaintenanceLoop>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, DuePromoter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, Rescuer>());
        services.TryAddSingleton<DutyHolder>();
        services.TryAddSingleton(new RetentionOptions());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, RetentionTask>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, TextIndexTask>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, QueueSampler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, WaitWatchdog>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, JobLogProvider>());
        return services;
    }

    /// <summary>Registers a job kind whose handler works many jobs in one call.</summary>
    /// <typeparam name="TArguments">The kind's arguments; each kind has a type of its own.</typeparam>
    /// <typeparam name="THandler">Does the work; one instance serves all batches of the kind.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="kind">The kind's name, dotted lower case. Stored with each job: never rename it.</param>
    /// <param name="type">How the arguments are written as JSON.</param>
    /// <param name="options">How jobs are put together; null for the defaults.</param>
    public static IServiceCollection AddBatchJob<TArguments, THandler>(
        this IServiceCollection services, string kind, JsonTypeInfo<TArguments> type, BatchOptions? options = null)
        where TArguments : class
        where THandler : class, IBatchJobHandler<TArguments>
    {
        options ??= new BatchOptions();
        if (options.Size < 1 || options.MinSize < 1 || options.MinSize > options.Size || options.Wait < TimeSpan.Zero)
        {
            throw new IsaaException("job_kind_invalid", $"Job kind '{kind}' cannot be registered: its batches have a size of {options.Size}, at least {options.MinSize}, "
                + $"and wait {options.Wait}; needed are 1 <= minSize <= size and a wait that is not negative.");
        }

        services.TryAddSingleton<THandler>();
        services.AddSingleton<JobKind>(provider => new BatchJobKind<TArguments>(
            kind, type, options, new Lazy<IBatchJobHandler<TArguments>>(provider.GetRequiredService<THandler>)));
        return services;
    }

    /// <summary>Registers a job kind and its handler.</summary>
    /// <typeparam name="TArguments">The kind's arguments; each kind has a type of its own.</typeparam>
    /// <typeparam name="THandler">Does the work; one instance serves all jobs of the kind.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="kind">The kind's name, dotted lower case, for example <c>report.build</c>. Stored with each job: never rename it.</param>
    /// <param name="type">How the arguments are written as JSON.</param>
    public static IServiceCollection AddJob<TArguments, THandler>(this IServiceCollection services, string kind, JsonTypeInfo<TArguments> type)
        where TArguments : class
        where THandler : class, IJobHandler<TArguments>
    {
        services.TryAddSingleton<THandler>();
        services.AddSingleton<JobKind>(provider => new SingleJobKind<TArguments>(
            kind, type, new Lazy<IJobHandler<TArguments>>(provider.GetRequiredService<THandler>)));
        return services;
    }

    /// <summary>Registers a way of the program's own to choose pauses between attempts; a <see cref="RetryPolicy.Custom"/> names it.</summary>
    /// <typeparam name="TDelay">Chooses the pauses; one instance serves all jobs.</typeparam>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddRetryDelay<TDelay>(this IServiceCollection services)
        where TDelay : class, IRetryDelay =>
        services.AddSingleton<IRetryDelay, TDelay>();
}
