using System.Diagnostics.Metrics;
using Isaa.Diagnostics;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Maintenance;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Figures;

/// <summary>
/// Shows depth, oldest age and unserved jobs of all queues as gauges, from one process at a time, so that sums over processes are right; what is dear to
/// measure only while somebody listens. Warns once of jobs that no worker takes.
/// </summary>
internal sealed partial class QueueSampler : LedTask, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly IQueueStore _queues;
    private readonly IFigureStore _figures;
    private readonly Meter _meter = new(IsaaTelemetry.Name);
    private readonly ObservableGauge<long> _depth;
    private volatile IReadOnlyList<LaneCount> _counts = [];
    private readonly ILogger<QueueSampler> _logger;
    private volatile IReadOnlyList<QueueFigures> _newest = [];
    private volatile IReadOnlyList<UnservedJobs> _unserved = [];
    private HashSet<(string, string, string, string)> _warned = [];

    public QueueSampler(IQueueStore queues, IFigureStore figures, IDutyStore duties, DutyHolder holder, TimeProvider time, ILogger<QueueSampler> logger)
        : base(duties, holder)
    {
        _queues = queues;
        _figures = figures;
        _logger = logger;
        Time = time;
        _depth = _meter.CreateObservableGauge("isaa.queue.depth", ReadDepth, "{job}", "Jobs by queue and state");
        _meter.CreateObservableGauge("isaa.queue.oldest_age", ReadAge, "s", "How long the longest waiting of the jobs next in line has waited");
        _meter.CreateObservableGauge("isaa.queue.unserved", ReadUnserved, "{job}", "Ready jobs that no living worker takes");
    }

    public override string Name => "measure queues";

    protected override string DutyName => "figures";

    protected override TimeProvider Time { get; }

    public void Dispose() => _meter.Dispose();

    protected override void OnOtherLeads() => (_counts, _newest, _unserved) = ([], [], []);

    protected override async Task<MaintenanceResult> RunAsync(Duty duty, CancellationToken cancellationToken)
    {
        if (_depth.Enabled)
        {
            _counts = await _queues.CountAsync(cancellationToken);
            _newest = await _figures.ReadAsync(cancellationToken);
        }

        Warn(_unserved, await _figures.ReadUnservedAsync(Time.GetUtcNow(), cancellationToken));
        return new MaintenanceResult(0, Every);
    }

    // Looked at twice, because a worker that has just started has not said yet what it takes.
    private void Warn(IReadOnlyList<UnservedJobs> before, IReadOnlyList<UnservedJobs> now)
    {
        _unserved = now;
        var seen = before.Select(KeyOf).ToHashSet();
        var still = now.Where(jobs => seen.Contains(KeyOf(jobs))).ToList();
        foreach (var jobs in still.Where(jobs => !_warned.Contains(KeyOf(jobs))))
        {
            LogUnserved(jobs.Count, jobs.Kind, jobs.Queue, jobs.Requires.Count == 0 ? "nothing special" : string.Join(", ", jobs.Requires));
        }

        _warned = [.. still.Select(KeyOf)];
    }

    private static (string, string, string, string) KeyOf(UnservedJobs jobs) => (jobs.Tenant, jobs.Queue, jobs.Kind, string.Join('\n', jobs.Requires));

    private IEnumerable<Measurement<long>> ReadDepth() => _counts
        .GroupBy(c => (c.Tenant, c.Queue, c.State))
        .Select(g => new Measurement<long>(g.Sum(c => c.Count), Tenant(g.Key.Tenant), Queue(g.Key.Queue), new("state", g.Key.State.ToString().ToLowerInvariant())));

    private IEnumerable<Measurement<double>> ReadAge() => _newest
        .Where(f => f.OldestReadyAt is not null)
        .Select(f => new Measurement<double>(Math.Max(0, (Time.GetUtcNow() - f.OldestReadyAt!.Value).TotalSeconds), Tenant(f.Tenant), Queue(f.Queue)));

    private IEnumerable<Measurement<long>> ReadUnserved() => _unserved
        .GroupBy(u => (u.Tenant, u.Queue, u.Kind))
        .Select(g => new Measurement<long>(g.Sum(u => u.Count), Tenant(g.Key.Tenant), Queue(g.Key.Queue), new("kind", g.Key.Kind)));

    private static KeyValuePair<string, object?> Tenant(string tenant) => new("tenant", tenant);

    private static KeyValuePair<string, object?> Queue(string queue) => new("queue", queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No living worker takes the {Count} ready jobs of kind {Kind} in queue {Queue} (required: {Requires}). They wait until one does.")]
    private partial void LogUnserved(long count, string kind, string queue, string requires);
}
