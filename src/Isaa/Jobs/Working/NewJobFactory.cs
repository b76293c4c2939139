using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Working;

/// <summary>Turns arguments and options into a job that a store can take. Thread safe.</summary>
/// <param name="kinds">The kinds that can be added.</param>
/// <param name="ids">Makes the ids.</param>
internal sealed class NewJobFactory(JobKindCatalog kinds, IdSource ids)
{
    /// <exception cref="IsaaException"><c>job_kind_unknown</c>, <c>arguments_too_large</c>, <c>arguments_unserializable</c>, <c>job_invalid</c>.</exception>
    public NewJob Create<TArguments>(TArguments arguments, EnqueueOptions options)
        where TArguments : class
    {
        var kind = kinds.Get(typeof(TArguments));
        Check(options);
        return new NewJob
        {
            Id = options.Id ?? new JobId(ids.Next()),
            Kind = kind.Name,
            Arguments = kinds.Serialize(kind, arguments),
            Tenant = options.Tenant,
            Queue = options.Queue,
            Label = options.Label,
            Priority = options.Priority,
            RunAt = options.RunAt,
            Retry = options.Retry,
            AttemptTimeout = options.AttemptTimeout,
            ExpireAfter = options.ExpireAfter,
            TotalTimeout = options.TotalTimeout,
            Unique = options.Unique,
            Group = options.Group,
            IsLifo = options.IsLifo,
            Requires = options.Requires,
            Tags = options.Tags,
            DependsOn = options.DependsOn,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
        };
    }

    private void Check(EnqueueOptions options)
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

        CheckNames(options, faults);
        foreach (var (name, policy) in options.Retry.On.Select((r, i) => ($"retry.on[{i}].policy", r.Policy)).Prepend(("retry", options.Retry)))
        {
            if (policy is not null)
            {
                Check(name, policy, faults);
            }
        }

        if (options.AttemptTimeout is { } timeout && timeout <= TimeSpan.Zero)
        {
            faults.Add($"attemptTimeout is {timeout}; it must be positive");
        }

        if (options.ExpireAfter is { } expire && expire <= TimeSpan.Zero)
        {
            faults.Add($"expireAfter is {expire}; it must be positive");
        }

        if (options.TotalTimeout is { } total && total <= TimeSpan.Zero)
        {
            faults.Add($"totalTimeout is {total}; it must be positive");
        }

        if (options.Group is { } group && (options.IsLifo || string.IsNullOrEmpty(group.Key)))
        {
            faults.Add(options.IsLifo ? "group and isLifo exclude each other: the jobs of a group have an order of their own" : "group.key is empty");
        }

        if (options.Unique is { } unique)
        {
            Check(unique, faults);
        }

        if (faults.Count > 0)
        {
            throw new IsaaException("job_invalid", $"The job was not added: {string.Join("; ", faults)}.");
        }
    }

    private static void CheckNames(EnqueueOptions options, List<string> faults)
    {
        (string, string?)[] names = [("queue", options.Queue), ("tenant", options.Tenant), ("group.key", options.Group?.Key), ("unique.key", options.Unique?.Key)];
        foreach (var (name, text) in names.Concat(options.Tags.Select(tag => ("a tag", (string?)tag))).Concat(options.Requires.Select(one => ("a capability", (string?)one))))
        {
            if (text is not null && NameText.FindFault(text) is { } fault)
            {
                faults.Add($"{name} {fault}");
            }
        }
    }

    private static void Check(UniqueKey unique, List<string> faults)
    {
        if (string.IsNullOrEmpty(unique.Key))
        {
            faults.Add("unique.key is empty");
        }

        var needsTime = unique.Mode is UniqueMode.TimeToLive or UniqueMode.Extend;
        if (needsTime ? unique.For is not { } time || time <= TimeSpan.Zero : unique.For < TimeSpan.Zero)
        {
            faults.Add($"unique.for is {unique.For?.ToString() ?? "none"}; {unique.Mode} {(needsTime ? "needs a positive time" : "takes none that is negative")}");
        }

        if (unique.For is not null && unique.Mode is (UniqueMode.Simple or UniqueMode.KeepLast))
        {
            faults.Add($"unique.for is {unique.For}; {unique.Mode} takes none");
        }

        if (unique.MaxWait is not null && (unique.Mode != UniqueMode.Replace || unique.For is null))
        {
            faults.Add("unique.maxWait goes with mode Replace and a time to wait only");
        }
    }

    private void Check(string name, RetryPolicy policy, List<string> faults)
    {
        if (policy.MaxAttempts < 1)
        {
            faults.Add($"{name}.maxAttempts is {policy.MaxAttempts}; at least 1 is needed");
        }

        if (policy.Jitter is < 0 or > 1 || double.IsNaN(policy.Jitter))
        {
            faults.Add($"{name}.jitter is {policy.Jitter}; it lies between 0 and 1");
        }

        if (policy.Delay < TimeSpan.Zero || policy.MaxDelay < TimeSpan.Zero)
        {
            faults.Add($"{name} has a negative pause; delay is {policy.Delay}, maxDelay {policy.MaxDelay}");
        }

        if (!(policy.Factor > 0 && double.IsFinite(policy.Factor)))
        {
            faults.Add($"{name}.factor is {policy.Factor}; it must be positive");
        }

        if (policy.Custom is { } custom && kinds.FindDelay(custom) is null)
        {
            faults.Add($"{name}.custom is '{custom}', which is not registered; register it with AddRetryDelay");
        }
    }
}
