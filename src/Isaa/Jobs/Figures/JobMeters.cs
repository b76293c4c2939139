using System.Diagnostics.Metrics;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Figures;

/// <summary>What the worker and its maintenance measure as it happens.</summary>
internal static class JobMeters
{
    private static readonly Histogram<double> Waits =
        IsaaTelemetry.Meter.CreateHistogram<double>("isaa.job.wait", "s", "How long an attempt waited from the time it could run until it was claimed");

    private static readonly Histogram<double> Runs =
        IsaaTelemetry.Meter.CreateHistogram<double>("isaa.job.run", "s", "How long an attempt ran");

    private static readonly Counter<long> Attempts =
        IsaaTelemetry.Meter.CreateCounter<long>("isaa.job.attempts", "{attempt}", "Attempts by how they ended");

    private static readonly Counter<long> Lost =
        IsaaTelemetry.Meter.CreateCounter<long>("isaa.job.leases_lost", "{lease}", "Jobs taken back from lost workers, and attempts whose lease was lost");

    /// <summary>An attempt begins.</summary>
    public static void Claimed(Job job)
    {
        if (Waits.Enabled && job.StartedAt is { } started)
        {
            Waits.Record(Math.Max(0, (started - (job.RunAt > job.CreatedAt ? job.RunAt : job.CreatedAt)).TotalSeconds), Queue(job), Kind(job));
        }
    }

    /// <summary>An attempt has ended so; null when its lease was lost.</summary>
    public static void Ended(Job job, Settlement? settlement, TimeSpan ran)
    {
        Runs.Record(ran.TotalSeconds, Queue(job), Kind(job));
        Attempts.Add(1, Queue(job), Kind(job), new KeyValuePair<string, object?>("outcome", settlement?.GetType().Name.ToLowerInvariant() ?? "lease_lost"));
        if (settlement is null)
        {
            Lost.Add(1, Queue(job), Kind(job));
        }
    }

    /// <summary>So many jobs were taken back from lost workers.</summary>
    public static void Rescued(int count)
    {
        if (count > 0)
        {
            Lost.Add(count);
        }
    }

    private static KeyValuePair<string, object?> Queue(Job job) => new("queue", job.Queue);

    private static KeyValuePair<string, object?> Kind(Job job) => new("kind", job.Kind);
}
