using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs.Events;
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
        CommitAsync(Record(step, hash, result: null), state: null, step.Announce, [], cancellationToken);

    public Task RecordResultAsync<T>(Step<T> step, string hash, T value, CancellationToken cancellationToken)
    {
        var effects = step.Effects?.Invoke(value) ?? new StepEffects();
        var record = Record(step, hash, JsonSerializer.SerializeToUtf8Bytes(value, step.ResultType));
        var events = step.Kind == StepKind.Repeatable ? [.. step.Announce, .. effects.Events] : effects.Events;
        return CommitAsync(record, effects.State, events, effects.With, cancellationToken);
    }

    private async Task CommitAsync(
        StepRecord record, ReadOnlyMemory<byte>? state, IReadOnlyList<NewJobEvent> events, IReadOnlyList<StoreWrite> with, CancellationToken cancellationToken)
    {
        var commit = new JobCommit
        {
            Lease = _lease,
            Steps = [record],
            Snapshot = state is { } bytes ? new JobSnapshot { State = bytes, StepsFolded = CountWith(record.Key) } : null,
            Events = events,
            With = with,
        };
        if (!await _writes.CommitAsync(commit, cancellationToken))
        {
            throw new LeaseLostException(_lease.Job);
        }

        lock (_gate)
        {
            _steps[record.Key] = record;
            if (commit.Snapshot is { } snapshot)
            {
                _folded = snapshot.StepsFolded;
                _steps.Clear();
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

            return _folded + _steps.Count + (_steps.ContainsKey(key) ? 0 : 1);
        }
    }

    private StepRecord Record<T>(Step<T> step, string hash, byte[]? result) => new()
    {
        Key = step.Key,
        Name = step.Name,
        InputHash = hash,
        Kind = step.Kind,
        IsDone = result is not null,
        Result = result,
        At = _time.GetUtcNow(),
    };

    private async Task LoadAsync()
    {
        var steps = await _store.ReadStepsAsync(_lease.Job, _folded, CancellationToken.None);
        lock (_gate)
        {
            foreach (var step in steps)
            {
                _steps[step.Key] = step;
            }
        }
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
