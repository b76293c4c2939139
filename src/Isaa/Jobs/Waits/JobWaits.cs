namespace Isaa.Jobs.Waits;

/// <summary>What one attempt found that it has to wait for. Thread safe.</summary>
internal sealed class JobWaits
{
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _signals = new(StringComparer.Ordinal);
    private readonly HashSet<JobId> _anyOf = [];
    private bool _children;
    private DateTimeOffset? _until;

    public IReadOnlyList<string> Signals
    {
        get
        {
            lock (_gate)
            {
                return [.. _signals];
            }
        }
    }

    public bool Children
    {
        get
        {
            lock (_gate)
            {
                return _children;
            }
        }
    }

    public IReadOnlyList<JobId> AnyOf
    {
        get
        {
            lock (_gate)
            {
                return [.. _anyOf];
            }
        }
    }

    /// <summary>When the first of the waits is over; null when none ever is by itself.</summary>
    public DateTimeOffset? Until
    {
        get
        {
            lock (_gate)
            {
                return _until;
            }
        }
    }

    public void AddSignal(string name, DateTimeOffset? until)
    {
        lock (_gate)
        {
            _signals.Add(name);
            _until = until < _until || _until is null ? until ?? _until : _until;
        }
    }

    /// <summary>Adds what a handler names itself.</summary>
    public void Add(JobOutcome.Suspended named)
    {
        lock (_gate)
        {
            _signals.UnionWith(named.Signals);
            _anyOf.UnionWith(named.Jobs);
            _children |= named.Children;
            _until = named.Until < _until || _until is null ? named.Until ?? _until : _until;
        }
    }

    public void AddAnyOf(IEnumerable<JobId> jobs)
    {
        lock (_gate)
        {
            _anyOf.UnionWith(jobs);
        }
    }

    public void AddChildren()
    {
        lock (_gate)
        {
            _children = true;
        }
    }
}
