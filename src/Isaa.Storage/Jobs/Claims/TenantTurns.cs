namespace Isaa.Storage.Jobs.Claims;

/// <summary>
/// Lets tenants take turns: each job taken moves its tenant's time on by one, and the tenant whose time is least goes next. A tenant that had nothing to do
/// does not save up turns. As one process
/// remembers it. Thread safe.
/// </summary>
internal sealed class TenantTurns
{
    private const int MaxRemembered = 10_000;
    private readonly Dictionary<string, long> _times = [];
    private readonly Lock _gate = new();
    private long _now;

    /// <summary>Puts sorted candidates of several tenants in turn; those of one tenant keep their order.</summary>
    /// <returns>False when there is one tenant only.</returns>
    public bool Arrange(List<Candidate> candidates)
    {
        var first = candidates[0].Lane.Tenant;
        if (candidates.TrueForAll(c => c.Lane.Tenant == first))
        {
            return false;
        }

        var next = new PriorityQueue<Queue<Candidate>, (long Time, Candidate Head)>();
        lock (_gate)
        {
            foreach (var tenant in candidates.GroupBy(c => c.Lane.Tenant))
            {
                var line = new Queue<Candidate>(tenant);
                next.Enqueue(line, (Time(tenant.Key), line.Peek()));
            }
        }

        var place = 0;
        while (next.TryDequeue(out var line, out var turn))
        {
            var head = line.Dequeue();
            candidates[place++] = head;
            if (line.TryPeek(out var following))
            {
                next.Enqueue(line, (turn.Time + 1, following));
            }
        }

        return true;
    }

    /// <summary>A job of the tenant was taken.</summary>
    public void Taken(string tenant)
    {
        lock (_gate)
        {
            if (_times.Count > MaxRemembered)
            {
                _times.Clear();
            }

            var time = Time(tenant);
            _now = time;
            _times[tenant] = time + 1;
        }
    }

    private long Time(string tenant) => Math.Max(_now, _times.GetValueOrDefault(tenant));
}
