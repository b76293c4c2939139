using Isaa.Cli.Terminal;
using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>
/// Shows a run as it goes: a line for each thing that is done, and on a terminal a last line that says what is being done, with tokens, cost and time.
/// </summary>
internal sealed class RunProgress
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly Screen _screen;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Lock _gate = new();
    private readonly RunLines _lines;
    private StatusLine? _status;

    public RunProgress(Screen screen, TimeProvider time)
    {
        _screen = screen;
        _time = time;
        _began = time.GetTimestamp();
        _lines = new RunLines(screen.Error);
    }

    /// <summary>The text of the last turn as far as it was shown line by line.</summary>
    public string ShownText => _lines.ShownText;

    public async Task FollowAsync(IAsyncEnumerable<EventView> events)
    {
        if (!_screen.IsLive)
        {
            await ShowAllAsync(events);
            return;
        }

        using var status = new StatusLine(_screen.Error);
        _status = status;
        try
        {
            await using var timer = _time.CreateTimer(_ => Refresh(), null, TimeSpan.Zero, Tick);
            await ShowAllAsync(events);
        }
        finally
        {
            lock (_gate)
            {
                status.Dispose();
                _status = null;
            }
        }
    }

    /// <summary>Says something of our own.</summary>
    public void Note(string text)
    {
        lock (_gate)
        {
            _status?.Erase();
            _screen.Error.MarkupLine($"[yellow]![/] {SafeText.Markup(text)}");
        }
    }

    private async Task ShowAllAsync(IAsyncEnumerable<EventView> events)
    {
        await foreach (var entry in events)
        {
            lock (_gate)
            {
                _status?.Erase();
                if (entry.ReadAgentEvent() is { } agentEvent)
                {
                    _lines.Show(agentEvent);
                }
                else if (entry.ReadChainEvent() is { } chainEvent)
                {
                    _lines.Show(chainEvent);
                }
                else
                {
                    _lines.ShowJob(entry);
                }

                Draw();
            }
        }

        lock (_gate)
        {
            _status?.Erase();
            _lines.Flush();
        }
    }

    private void Refresh()
    {
        lock (_gate)
        {
            Draw();
        }
    }

    private void Draw() => _status?.Draw(_lines.Doing, $"{_lines.Spent}{Measure.Ticking(_time.GetElapsedTime(_began))}");
}
