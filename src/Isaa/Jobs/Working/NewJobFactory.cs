using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Working;

/// <summary>Turns arguments and options into a job that a store can take. Thread safe.</summary>
/// <param name="kinds">The kinds that can be added.</param>
/// <param name="ids">Makes the ids.</param>
internal sealed class NewJobFactory(JobKindCatalog kinds, IdSource ids)
{
    /// <exception cref="IsaaException"><c>job_kind_unknown</c>, <c>arguments_too_large</c>, <c>job_invalid</c>.</exception>
    public NewJob Create<TArguments>(TArguments arguments, EnqueueOptions options)
        where TArguments : class
    {
        var kind = kinds.Get(typeof(TArguments));
        var bytes = kind.Serialize(arguments);
        if (bytes.Length > JobQueue.MaxArgumentsBytes)
        {
            throw new IsaaException("arguments_too_large", $"The arguments of a '{kind.Name}' job have {bytes.Length} bytes; at most {JobQueue.MaxArgumentsBytes} are allowed. "
                + "Keep large content in a file or table and pass its name.");
        }

        Check(options);
        return new NewJob
        {
            Id = options.Id ?? new JobId(ids.Next()),
            Kind = kind.Name,
            Arguments = bytes,
            Tenant = options.Tenant,
            Queue = options.Queue,
            Label = options.Label,
            Priority = options.Priority,
            RunAt = options.RunAt,
            Retry = options.Retry,
            AttemptTimeout = options.AttemptTimeout,
            Requires = options.Requires,
            Tags = options.Tags,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
        };
    }

    private static void Check(EnqueueOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Queue))
        {
            faults.Add("queue is empty");
        }

        if (string.IsNullOrWhiteSpace(options.Tenant))
        {
            faults.Add("tenant is empty");
        }

        if (options.Retry.MaxAttempts < 1)
        {
            faults.Add($"retry.maxAttempts is {options.Retry.MaxAttempts}; at least 1 is needed");
        }

        if (options.Retry.Jitter is < 0 or > 1 || double.IsNaN(options.Retry.Jitter))
        {
            faults.Add($"retry.jitter is {options.Retry.Jitter}; it lies between 0 and 1");
        }

        if (options.AttemptTimeout is { } timeout && timeout <= TimeSpan.Zero)
        {
            faults.Add($"attemptTimeout is {timeout}; it must be positive");
        }

        if (faults.Count > 0)
        {
            throw new IsaaException("job_invalid", $"The job was not added: {string.Join("; ", faults)}.");
        }
    }
}
