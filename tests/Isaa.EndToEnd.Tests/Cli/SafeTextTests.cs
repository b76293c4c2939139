using Isaa.Cli.Rendering;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Spectre.Console;

namespace Isaa.EndToEnd.Tests.Cli;

public sealed class SafeTextTests
{
    private const string Hostile = "a\u001b[2J\u001b]0;title\u0007b\u009b31m\r\u202Egnp.exe\u2066[red]x[/] [link=http://evil]y[/]\0\u007f";

    [Fact]
    public void Nothing_that_steers_a_terminal_or_turns_the_writing_is_left()
    {
        foreach (var text in new[] { SafeText.Clean(Hostile), SafeText.Line(Hostile, 1000), SafeText.Markup(Hostile, 1000) })
        {
            Assert.DoesNotContain(text, c => char.IsControl(c) && c is not '\n');
            Assert.DoesNotContain(text, c => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
        }
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("grüße 漢字 🎉", "grüße 漢字 🎉")]
    public void Harmless_text_stays_as_it_is(string text, string expected) => Assert.Equal(expected, SafeText.Clean(text));

    [Fact]
    public void A_line_is_cut_at_its_length_with_a_mark_and_never_inside_a_character()
    {
        Assert.Equal("abcd…", SafeText.Line("abcdefgh", 5));
        var line = SafeText.Line(string.Concat(Enumerable.Repeat("🎉", 50)), 10);
        Assert.Equal(string.Concat(Enumerable.Repeat("🎉", 9)) + "…", line);
    }

    [Fact]
    public void Every_line_of_a_run_shows_hostile_text_harmlessly()
    {
        using var writer = new StringWriter();
        var lines = new RunLines(AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) }));
        var usage = new TokenUsage { Input = 1, Output = 1 };
        lines.Show(new AgentEvent.RunStarted { Agent = Hostile, Version = 1, Model = Hostile, Session = Hostile });
        lines.Show(new AgentEvent.TurnStarted { Turn = 1 });
        lines.Show(new AgentEvent.TextDelta { Turn = 1, Delta = Hostile + "\n" });
        lines.Show(new AgentEvent.TurnCompleted { Turn = 1, Usage = usage, Finish = Hostile, Milliseconds = 1 });
        lines.Show(new AgentEvent.ToolStarted { Turn = 1, CallId = "1", Name = Hostile, Arguments = "{\"" + Hostile });
        lines.Show(new AgentEvent.ToolCompleted { Turn = 1, CallId = "1", Name = Hostile, IsError = true, Text = Hostile + new string('x', 100_000), Milliseconds = 1 });
        lines.Show(new AgentEvent.ToolUnknown { Turn = 1, CallId = "1", Name = Hostile });
        lines.Show(new AgentEvent.Warning { Code = Hostile, Message = Hostile });
        lines.Flush();
        var shown = writer.ToString();
        Assert.DoesNotContain(shown, c => char.IsControl(c) && c is not '\n');
        Assert.Contains("[red]x[/]", shown, StringComparison.Ordinal);
        Assert.True(shown.Length < 20_000);
    }

    [Fact]
    public void A_turn_that_begins_anew_says_that_its_text_does_not_count()
    {
        using var writer = new StringWriter();
        var lines = new RunLines(AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) }));
        lines.Show(new AgentEvent.TurnStarted { Turn = 1 });
        lines.Show(new AgentEvent.TextDelta { Turn = 1, Delta = "half an ans" });
        lines.Show(new AgentEvent.TurnStarted { Turn = 1, IsRepeat = true });
        lines.Show(new AgentEvent.TextDelta { Turn = 1, Delta = "whole" });
        Assert.Contains("begins anew", writer.ToString(), StringComparison.Ordinal);
        Assert.Equal("whole", lines.ShownText);
    }
}
