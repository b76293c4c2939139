using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Cli.Rendering;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Protocol.Jobs;

namespace Isaa.EndToEnd.Tests.Cli;

public sealed partial class LiveProgressTests
{
    [Fact]
    public async Task The_redrawn_line_leaves_nothing_behind()
    {
        using var cli = new CliRun { IsTerminal = true, Width = 60 };
        var screen = new Screen(cli.Host(CancellationToken.None), noColor: false);
        await new RunProgress(screen, TimeProvider.System).FollowAsync(Events(
            new AgentEvent.TurnStarted { Turn = 1 },
            new AgentEvent.TextDelta { Turn = 1, Delta = "a line that is longer than the next one\nshort" },
            new AgentEvent.TurnCompleted { Turn = 1, Usage = new TokenUsage { Input = 5 }, Finish = "tool_calls", Milliseconds = 1 },
            new AgentEvent.ToolStarted { Turn = 1, CallId = "1", Name = "a_tool_with_a_long_name", Arguments = "{\"path\":\"a/long/path/of/a/file.txt\"}" },
            new AgentEvent.ToolCompleted { Turn = 1, CallId = "1", Name = "t", IsError = false, Text = "", Milliseconds = 0 }));
        Assert.Equal(["a line that is longer than the next one", "short", "✓ t path: a/long/path/of/a/file.txt", ""], Shown(cli.Error.ToString()));
        Assert.Contains("\u001b[?25h", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Piped_progress_has_only_lines_that_stay()
    {
        using var cli = new CliRun();
        var screen = new Screen(cli.Host(CancellationToken.None), noColor: false);
        await new RunProgress(screen, TimeProvider.System).FollowAsync(Events(
            new AgentEvent.TurnStarted { Turn = 1 }, new AgentEvent.TextDelta { Turn = 1, Delta = "all of it" }));
        Assert.Equal("all of it\n", cli.Error.ToString());
    }

    private static async IAsyncEnumerable<EventView> Events(params AgentEvent[] events)
    {
        foreach (var entry in events)
        {
            await Task.Yield();
            yield return new EventView
            {
                Cursor = "0-1",
                At = DateTimeOffset.UnixEpoch,
                Job = "j",
                Type = AgentEvents.TypeOf(entry),
                Body = JsonDocument.Parse(AgentEvents.Write(entry)).RootElement,
            };
        }
    }

    // What a terminal shows: a carriage return goes back, the erase sequence empties the line, colours show nothing.
    private static List<string> Shown(string text)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var column = 0;
        foreach (var part in Parts().Matches(text).Select(m => m.Value))
        {
            switch (part)
            {
                case "\r":
                    column = 0;
                    break;
                case "\n":
                    lines.Add(line.ToString().TrimEnd());
                    line.Clear();
                    column = 0;
                    break;
                case "\u001b[2K":
                    line.Clear().Append(' ', column);
                    break;
                case { Length: 1 }:
                    line.Append(' ', Math.Max(0, column + 1 - line.Length))[column++] = part[0];
                    break;
            }
        }

        lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    [GeneratedRegex(@"\u001b\[[?0-9;]*[A-Za-z]|[\s\S]")]
    private static partial Regex Parts();
}
