using Isaa.Cli.Terminal;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>The last line of a terminal, drawn again and again while other lines appear above it. Not thread safe.</summary>
internal sealed class StatusLine(IAnsiConsole console) : IDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string EraseLine = "\r\u001b[2K";
    private const string HideCursor = "\u001b[?25l";
    private const string ShowCursor = "\u001b[?25h";

    private int _frame;
    private bool _isDrawn;

    public void Draw(string doing, string spent)
    {
        Erase();
        if (!_isDrawn)
        {
            console.Profile.Out.Writer.Write(HideCursor);
            _isDrawn = true;
        }

        var room = console.Profile.Width - 6;
        var end = SafeText.Line(spent, room / 2);
        var begin = SafeText.Line(doing, room - end.Length);
        console.Markup($"[blue]{Frames[_frame++ % Frames.Length]}[/] {begin.EscapeMarkup()} [dim]· {end.EscapeMarkup()}[/]");
    }

    /// <summary>Makes room for a line that stays.</summary>
    public void Erase()
    {
        if (_isDrawn)
        {
            console.Profile.Out.Writer.Write(EraseLine);
        }
    }

    public void Dispose()
    {
        if (_isDrawn)
        {
            console.Profile.Out.Writer.Write(EraseLine + ShowCursor);
            _isDrawn = false;
        }
    }
}
