using System.Collections.Concurrent;
using System.ComponentModel;
using Isaa.Diagnostics;
using Isaa.Protocol.Sandbox;
using Isaa.Sandbox.Launching;

namespace Isaa.Sandbox.Workers;

/// <summary>
/// One started sandbox that waits for calls, on a thread of its own that starts it, feeds it, watches it while it works, and ends it with everything
/// in it. While it waits it costs nothing. Thread safe.
/// </summary>
internal sealed class SandboxWorker
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    private readonly WorkerProfile _profile;
    private readonly SandboxLauncher _launcher;
    private readonly TimeProvider _time;
    private readonly TimeSpan _startPatience;
    private readonly BlockingCollection<Order> _orders = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private LaunchedProcess? _launched;
    private int _served;

    public SandboxWorker(WorkerProfile profile, SandboxLauncher launcher, TimeProvider time, TimeSpan startPatience)
    {
        _profile = profile;
        _launcher = launcher;
        _time = time;
        _startPatience = startPatience;
    }

    /// <summary>Ends when the program is ready for a call, or fails with why it is not.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends when every process is gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether it can take a call, as far as is known.</summary>
    public bool IsAlive
    {
        get
        {
            lock (_gate)
            {
                return !_orders.IsAddingCompleted && _launched is { Process.HasExited: false };
            }
        }
    }

    /// <summary>Starts it.</summary>
    public void Start() => new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = "sandbox" }.Start();

    /// <summary>Asks it something. One call at a time; the exchange says how it went.</summary>
    public Task<WorkerExchange> CallAsync(WorkerCall call, CancellationToken cancellationToken)
    {
        var order = new Order(call, cancellationToken);
        try
        {
            _orders.Add(order, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            order.Answer.SetResult(WorkerConversation.Nothing(WorkerEnd.Gone));
        }

        return order.Answer.Task;
    }

    /// <summary>Takes no further call and ends; a call that runs is ended by its own token.</summary>
    public void Stop() => _orders.CompleteAdding();

    private void Run()
    {
        try
        {
            var conversation = StartUp();
            _ready.SetResult();
            Serve(conversation);
        }
        catch (Exception e)
        {
            _ = _ready.TrySetException(e);
        }
        finally
        {
            _orders.CompleteAdding();
            End();
            while (_orders.TryTake(out var late))
            {
                late.Answer.SetResult(WorkerConversation.Nothing(WorkerEnd.Gone));
            }
        }
    }

    private WorkerConversation StartUp()
    {
        if (_launcher.UsesOwnUser)
        {
            try
            {
                return StartUp(usesOwnUser: true);
            }
            catch (Exception e) when (e is Win32Exception or IOException or IsaaException { Code: "sandbox_unavailable" })
            {
                End(isLast: false);
                _launcher.GiveUpOwnUser(e.Message);
            }
        }

        return StartUp(usesOwnUser: false);
    }

    private WorkerConversation StartUp(bool usesOwnUser)
    {
        var notes = new OutputDrain(_profile.Limits.OutputBytes, hasMark: true);
        var launched = LaunchedProcess.Start(_launcher.Settings(usesOwnUser), _profile.Program, _profile.Limits, notes);
        lock (_gate)
        {
            _launched = launched;
        }

        var conversation = new WorkerConversation(launched.Process, notes, _profile.Limits, _time);
        var began = _time.GetTimestamp();
        while (notes.Preamble is null)
        {
            conversation.Pump(Tick);
            if (conversation.IsOver || _time.GetElapsedTime(began) > _startPatience)
            {
                throw SandboxRemedy.Explain(notes.ToOutput().Text, conversation.WaitForExit());
            }
        }

        conversation.Write("go\n"u8.ToArray());
        while (!conversation.TakeLine(WorkerJson.Ready))
        {
            conversation.Pump(Tick);
            if (conversation.IsOver || _time.GetElapsedTime(began) > _startPatience)
            {
                throw new IsaaException("worker_broken", $"The {_profile.Key} worker did not get ready. It wrote: {ControlText.Neutralize(notes.ToOutput().Text).Trim()}");
            }
        }

        conversation.MarkReady();
        return conversation;
    }

    private void Serve(WorkerConversation conversation)
    {
        foreach (var order in _orders.GetConsumingEnumerable())
        {
            try
            {
                var exchange = conversation.Exchange(order.Call, order.CancellationToken);
                var isLast = exchange.End != WorkerEnd.Replied || ++_served >= _profile.CallsPerProcess;
                if (isLast)
                {
                    _orders.CompleteAdding();
                }

                order.Answer.SetResult(exchange);
                if (isLast)
                {
                    return;
                }
            }
            catch (Exception e)
            {
                order.Answer.SetException(e);
                return;
            }
        }
    }

    private void End(bool isLast = true)
    {
        try
        {
            if (_launched is { } launched)
            {
                launched.Kill();
                launched.Process.WaitForExit();
                launched.WaitForFirstProcess();
                lock (_gate)
                {
                    _launched = null;
                    launched.Dispose();
                }
            }
        }
        finally
        {
            if (isLast)
            {
                _ended.SetResult();
            }
        }
    }

    private sealed record Order(WorkerCall Call, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<WorkerExchange> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
