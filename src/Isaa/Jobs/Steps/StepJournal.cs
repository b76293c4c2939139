using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;

namespace Isaa.Jobs.Steps;

/// <summary>The steps of one running attempt: those an earlier attempt recorded after the last snapshot, and those recorded now.</summary>
internal sealed class StepJournal
{
    private readonly IJobStore _store;
    private readonly LeaseWrites _writes;
    private readonly Lease _lease;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<StepKey, StepRecord> _steps = [];
    private readonly List<StepKey> _order = [];
    private readonly HashSet<StepKey> _open = [];
    private readonly Lazy<Task> _loaded;
    private int _folded;

    public StepJournal(WorkerPorts ports, ClaimedJob claimed)
    {
        _store = ports.Store;
        _writes = ports.Writes;
        _lease = claimed.Lease;
        _time = ports.Time;
        _folded = claimed.Snapshot?.StepsFolded ?? 0;
        _loaded = new Lazy<Task>(() => claimed.Job.Started <= 1 ? Task.CompletedTask : LoadAsync());
    }

    public static string Hash(string name, string input)
    {
        var bytes = Encoding.UTF8.GetBytes($"{name}\n{input}");
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    public static T? Read<T>(StepRecord step, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(step.Result!.Value.Span, type);

    /// <summary>The same for every try of a step.</summary>
    public string IdempotencyKey(StepKey key)
    {
        var bytes = Encoding.UTF8.GetBytes($"{_lease.Job}\n{key.Path}\n{key.Index}\n{key.CallId}");
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }

    /// <summary>Marks a step as running until the result is disposed.</summary>
    public IDisposable Open(StepKey key)
    {
        lock (_gate)
        {
            if (!_open.Add(key))
            {
                throw new InvalidOperationException($"Step {key} of job {_lease.Job} is running already; give each step its own place.");
            }
        }

        return new Opened(this, key);
    }

    public async Task<StepRecord?> FindAsync(StepKey key, string name, string hash, CancellationToken cancellationToken)
    {
        await _loaded.Value.WaitAsync(cancellationToken);
        StepRecord? known;
        lock (_gate)
        {
            known = _steps.GetValueOrDefault(key);
        }

        if (known is not null && (known.Name != name || known.InputHash != hash))
        {
            var difference = known.Name != name ? $"it was '{known.Name}' and is now '{name}'" : "its input is another one";
            throw new IsaaException("step_changed", $"Step {key} of job {_lease.Job} ('{name}') does not match what an earlier attempt recorded: "
                + $"{difference}. A run goes on only with the definition it began with; start a new run instead.");
        }

        return known;
    }

    public Task RecordIntentAsync<T>(Step<T> step, string hash, CancellationToken cancellationToken) =>
        CommitAsync(Prepare(Record(step.Key, step.Name, hash, step.Kind), new StepEffects { Events = step.Announce, With = step.AnnounceWith }), cancellationToken);

    public Task RecordResultAsync<T>(Step<T> step, string hash, T value, CancellationToken cancellationToken)
    {
        var effects = step.Effects?.Invoke(value) ?? new StepEffects();
        var record = Record(step.Key, step.Name, hash, step.Kind) with { IsDone = true, Result = JsonSerializer.SerializeToUtf8Bytes(value, step.ResultType) };
        return CommitAsync(Prepare(record, step.Kind == StepKind.Repeatable ? Announced(step, effects) : effects), cancellationToken);
    }

    private static StepEffects Announced<T>(Step<T> step, StepEffects effects) =>
        effects with { Events = [.. step.Announce, .. effects.Events], With = [.. step.AnnounceWith, .. effects.With] };

    /// <summary>A step's record without a result.</summary>
    public StepRecord Record(StepKey key, string name, string hash, StepKind kind) => new()
    {
        Key = key,
        Name = name,
        InputHash = hash,
        Kind = kind,
        IsDone = false,
        At = _time.GetUtcNow(),
    };

    /// <summary>What a step's record and effects come to as a commit; <see cref="Remember"/> it when it was written.</summary>
    public JobCommit Prepare(StepRecord record, StepEffects effects) => new()
    {
        Lease = _lease,
        Steps = [record],
        Snapshot = effects.State is { } bytes ? new JobSnapshot { State = bytes, StepsFolded = CountWith(record.Key) } : null,
        Events = effects.Events,
        With = effects.With,
    };

    public async Task CommitAsync(JobCommit commit, CancellationToken cancellationToken)
    {
        if (!await _writes.CommitAsync(commit, cancellationToken))
        {
            throw new LeaseLostException(_lease.Job);
        }

        Remember(commit);
    }

    /// <summary>Takes over what was written.</summary>
    public void Remember(JobCommit commit)
    {
        lock (_gate)
        {
            foreach (var record in commit.Steps)
            {
                Add(record);
            }

            if (commit.Snapshot is { } snapshot)
            {
                var folded = snapshot.StepsFolded - _folded;
                _order.GetRange(0, folded).ForEach(key => _steps.Remove(key));
                _order.RemoveRange(0, folded);
                _folded = snapshot.StepsFolded;
            }
        }
    }

    private int CountWith(StepKey key)
    {
        lock (_gate)
        {
            if (_open.Count > 1)
            {
                throw new InvalidOperationException($"Step {key} of job {_lease.Job} keeps state while other steps are open; keep state only when it runs alone.");
            }

            // A step that waits comes back with the next attempt and must be found then; what was recorded after it stays to be read with it.
            var waiting = _order.FindIndex(k => k != key && IsWaiting(_steps[k]));
            return _folded + (waiting >= 0 ? waiting : _order.Count + (_steps.ContainsKey(key) ? 0 : 1));
        }
    }

    private async Task LoadAsync()
    {
        var steps = await _store.ReadStepsAsync(_lease.Job, _folded, CancellationToken.None);
        lock (_gate)
        {
            foreach (var step in steps)
            {
                Add(step);
            }
        }
    }

    // Only waiting gives a repeatable step an intent.
    private static bool IsWaiting(StepRecord step) => step is { IsDone: false, Kind: StepKind.Repeatable };

    private void Add(StepRecord step)
    {
        if (!_steps.ContainsKey(step.Key))
        {
            _order.Add(step.Key);
        }

        _steps[step.Key] = step;
    }

    private void Close(StepKey key)
    {
        lock (_gate)
        {
            _open.Remove(key);
        }
    }

    private sealed class Opened(StepJournal journal, StepKey key) : IDisposable
    {
        public void Dispose() => journal.Close(key);
    }
}
