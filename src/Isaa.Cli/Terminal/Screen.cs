using Spectre.Console;

namespace Isaa.Cli.Terminal;

/// <summary>Where the tool writes: results to standard output, everything else to standard error.</summary>
internal sealed class Screen
{
    // Piped output is cut by the program that reads it, not by us.
    private const int PipeWidth = 500;

    public Screen(CliHost host, bool noColor)
    {
        var plain = noColor || !string.IsNullOrEmpty(host.Environment("NO_COLOR"));
        var dumb = host.Environment("TERM") == "dumb";
        Writer = host.Out;
        OutIsTerminal = host.OutIsTerminal;
        IsLive = host.ErrorIsTerminal && !dumb;
        Out = Create(host.Out, host.OutIsTerminal && !dumb, plain, host.Width);
        Error = Create(host.Error, IsLive, plain, host.Width);
    }

    /// <summary>Standard output as it is, for JSON and results.</summary>
    public TextWriter Writer { get; }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    public bool OutIsTerminal { get; }

    /// <summary>Whether a line may be redrawn in place.</summary>
    public bool IsLive { get; }

    private static IAnsiConsole Create(TextWriter writer, bool terminal, bool plain, int width) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = terminal && !plain ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        Out = new ScreenOutput(terminal ? writer : new TrimmedLines(writer), terminal, terminal ? width : PipeWidth),
    });
}
