using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Claims;

/// <summary>How many jobs of each queue with limits a claim may take. Queues without cost nothing.</summary>
internal sealed class ClaimBudget(SqlWriteContext context, TenantTurns turns)
{
    private readonly QueueRules _rules = context.Remembered<QueueRules>();
    private Dictionary<long, QueueSlots>? _slots;
    private bool _isShared;

    /// <summary>When a rate limit lets more start; null when none holds any back.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Whether anything of the lane may start.</summary>
    public bool Opens(Lane lane)
    {
        if (_rules.IsEmpty)
        {
            return true;
        }

        if (_rules.IsPaused(lane))
        {
            return false;
        }

        if (Find(lane) is not { } slots || slots.Free > 0)
        {
            return true;
        }

        Wait(slots);
        return false;
    }

    /// <summary>Puts sorted candidates of several tenants in turn.</summary>
    public void Arrange(List<Candidate> candidates) => _isShared |= turns.Arrange(candidates);

    /// <summary>Whether a job of the lane takes a slot that it has to give back.</summary>
    public bool IsCounted(Lane lane) => Find(lane) is { HasLimit: true };

    /// <summary>The first candidates that limits allow; what they take of the limits is gone.</summary>
    public List<Candidate> Take(List<Candidate> candidates, int limit)
    {
        var taken = new List<Candidate>(Math.Min(candidates.Count, limit));
        foreach (var candidate in candidates)
        {
            if (taken.Count == limit)
            {
                break;
            }

            if (Find(candidate.Lane) is { } slots)
            {
                if (slots.Free == 0)
                {
                    Wait(slots);
                    continue;
                }

                slots.Take();
            }

            if (_isShared)
            {
                turns.Taken(candidate.Lane.Tenant);
            }

            taken.Add(candidate);
        }

        return taken;
    }

    /// <summary>A job that was taken does not start after all.</summary>
    public void GiveBack(Lane lane) => Find(lane)?.GiveBack();

    /// <summary>Writes what was taken.</summary>
    public void Save()
    {
        if (_slots is not null)
        {
            foreach (var slots in _slots.Values)
            {
                slots.Save(context);
            }
        }
    }

    private QueueSlots? Find(Lane lane)
    {
        if (_rules.IsEmpty || _rules.FindLimited(lane) is not { } row)
        {
            return null;
        }

        _slots ??= [];
        if (!_slots.TryGetValue(row, out var slots))
        {
            slots = QueueSlots.Lock(context, row);
            _slots.Add(row, slots);
        }

        return slots;
    }

    private void Wait(QueueSlots slots)
    {
        if (slots.NextAt is { } at && !(JobRow.Time(at) >= NextAt))
        {
            NextAt = JobRow.Time(at);
        }
    }
}
