using System.Diagnostics.Metrics;
using Isaa.Diagnostics;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Maintenance;

namespace Isaa.Jobs.Figures;

/// <summary>
/// Shows depth and oldest age of all queues as gauges, from one process at a time, so that sums over processes are right. Looks only while somebody listens.
/// </summary>
internal sealed class QueueSampler : LedTask, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly IQueueStore _queues;
    private readonly IFigureStore _figures;
    private readonly Meter _meter = new(IsaaTelemetry.Name);
    private readonly ObservableGauge<long> _depth;
    private volatile IReadOnlyList<LaneCount> _counts = [];
    private volatile IReadOnlyList<QueueFigures> _newest = [];

    public QueueSampler(IQueueStore queues, IFigureStore figures, IDutyStore duties, DutyHolder holder, TimeProvider time)
        : base(duties, holder)
    {
        _queues = queues;
        _figures = figures;
        Time = time;
        _depth = _meter.CreateObservableGauge("isaa.queue.depth", ReadDepth, "{job}", "Jobs by queue and state");
        _meter.CreateObservableGauge("isaa.queue.oldest_age", ReadAge, "s", "How long the longest waiting of the jobs next in line has waited");
    }

    public override string Name => "measure queues";

    protected override string DutyName => "figures";

    protected override TimeProvider Time { get; }

    public void Dispose() => _meter.Dispose();

    protected override void OnOtherLeads() => (_counts, _newest) = ([], []);

    protected override async Task<MaintenanceResult> RunAsync(Duty duty, CancellationToken cancellationToken)
    {
        if (_depth.Enabled)
        {
            _counts = await _queues.CountAsync(cancellationToken);
            _newest = await _figures.ReadAsync(cancellationToken);
        }

        return new MaintenanceResult(0, Every);
    }

    private IEnumerable<Measurement<long>> ReadDepth() => _counts
        .GroupBy(c => (c.Tenant, c.Queue, c.State))
        .Select(g => new Measurement<long>(g.Sum(c => c.Count), Tenant(g.Key.Tenant), Queue(g.Key.Queue), new("state", g.Key.State.ToString().ToLowerInvariant())));

    private IEnumerable<Measurement<double>> ReadAge() => _newest
        .Where(f => f.OldestReadyAt is not null)
        .Select(f => new Measurement<double>(Math.Max(0, (Time.GetUtcNow() - f.OldestReadyAt!.Value).TotalSeconds), Tenant(f.Tenant), Queue(f.Queue)));

    private static KeyValuePair<string, object?> Tenant(string tenant) => new("tenant", tenant);

    private static KeyValuePair<string, object?> Queue(string queue) => new("queue", queue);
}
