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

        await _screen.Error.Status().Spinner(Spinner.Known.Dots).SpinnerStyle(Style.Parse("blue")).StartAsync("waiting", async status =>
        {
            await using var timer = _time.CreateTimer(_ => Refresh(status), null, Tick, Tick);
            await ShowAllAsync(events);
        });
    }

    /// <summary>Says something of our own.</summary>
    public void Note(string text)
    {
        lock (_gate)
        {
            _screen.Error.MarkupLine($"[yellow]![/] {SafeText.Markup(text)}");
        }
    }

    private async Task ShowAllAsync(IAsyncEnumerable<EventView> events)
    {
        await foreach (var entry in events)
        {
            lock (_gate)
            {
                if (entry.ReadAgentEvent() is { } agentEvent)
                {
                    _lines.Show(agentEvent);
                }
                else
                {
                    _lines.ShowJob(entry);
                }
            }
        }

        lock (_gate)
        {
            _lines.Flush();
        }
    }

    private void Refresh(StatusContext status)
    {
        lock (_gate)
        {
            status.Status = $"{_lines.Doing.EscapeMarkup()} [dim]· {_lines.Spent.EscapeMarkup()}{Measure.Ticking(_time.GetElapsedTime(_began))}[/]";
        }
    }
}
