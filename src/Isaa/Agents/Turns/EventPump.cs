using System.Text;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Protocol.Events;

namespace Isaa.Agents.Turns;

/// <summary>
/// Gathers a run's live events and writes them beside the run, at most once per interval; what is left travels with the run's next commit, so the
/// log has them in the order in which they came. Thread safe.
/// </summary>
internal sealed class EventPump : IAsyncDisposable
{
    private readonly JobContext _context;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly List<AgentEvent> _pending = [];
    private readonly StringBuilder _text = new();
    private int _textTurn;
    private bool _isReasoning;
    private int _pauses;
    private bool _isArmed;
    private bool _isClosed;
    private Task _flush = Task.CompletedTask;

    public EventPump(JobContext context, TimeSpan interval)
    {
        _context = context;
        _interval = interval;
        _timer = context.Time.CreateTimer(static state => ((EventPump)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds an event, to be written at the end of the interval or with the next commit.</summary>
    public void Add(AgentEvent agentEvent)
    {
        lock (_gate)
        {
            CloseText();
            _pending.Add(agentEvent);
            Arm();
        }
    }

    /// <summary>Adds a piece of text; pieces of one interval and kind become one event.</summary>
    public void AddText(int turn, string delta, bool isReasoning = false)
    {
        lock (_gate)
        {
            if (_textTurn != turn || _isReasoning != isReasoning)
            {
                CloseText();
                (_textTurn, _isReasoning) = (turn, isReasoning);
            }

            _text.Append(delta);
            Arm();
        }
    }

    /// <summary>Stops writing beside the run until the next <see cref="Take"/>, and returns when nothing is under way.</summary>
    public Task PauseAsync()
    {
        lock (_gate)
        {
            _pauses++;
            return _flush;
        }
    }

    /// <summary>
    /// Hands over what was not written yet, for a commit of the run's own. Follows a <see cref="PauseAsync"/>. The commit of a call leaves the beginnings of
    /// others, which may end in commits before it.
    /// </summary>
    /// <param name="call">The call whose commit it is; null for a commit beside which there is none.</param>
    public IReadOnlyList<NewJobEvent> Take(string? call = null)
    {
        lock (_gate)
        {
            _pauses--;
            var others = call is null ? [] : _pending.FindAll(e => e is AgentEvent.ToolStarted started && started.CallId != call);
            _pending.RemoveAll(others.Contains);
            var taken = Drain();
            _pending.AddRange(others);
            return taken;
        }
    }

    public static NewJobEvent ToJobEvent(AgentEvent agentEvent) => new(AgentEvents.TypeOf(agentEvent), AgentEvents.Write(agentEvent));

    /// <summary>Stops; what was not written and not taken is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        Task flush;
        lock (_gate)
        {
            _isClosed = true;
            flush = _flush;
        }

        await _timer.DisposeAsync();
        await flush.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _isArmed = false;
            if (_isClosed || _pauses > 0 || !_flush.IsCompletedSuccessfully)
            {
                ArmAgain();
                return;
            }

            var events = Drain();
            if (events.Count > 0)
            {
                _flush = _context.EmitAsync(events, CancellationToken.None);
            }
        }
    }

    // After a failed write nothing more is written here: the run meets the failure at its next pause.
    private void ArmAgain()
    {
        if (!_isClosed && !_flush.IsFaulted && (_pending.Count > 0 || _text.Length > 0))
        {
            Arm();
        }
    }

    private void Arm()
    {
        if (!_isArmed && !_isClosed)
        {
            _isArmed = true;
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    private List<NewJobEvent> Drain()
    {
        CloseText();
        var events = _pending.ConvertAll(ToJobEvent);
        _pending.Clear();
        return events;
    }

    private void CloseText()
    {
        if (_text.Length > 0)
        {
            var delta = _text.ToString();
            _pending.Add(_isReasoning ? new AgentEvent.ReasoningDelta { Turn = _textTurn, Delta = delta } : new AgentEvent.TextDelta { Turn = _textTurn, Delta = delta });
            _text.Clear();
        }
    }
}
