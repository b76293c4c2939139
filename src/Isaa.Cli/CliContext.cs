using Isaa.Cli.Terminal;

namespace Isaa.Cli;

/// <summary>What every verb needs: the host, the options that all verbs share, the screen.</summary>
internal sealed class CliContext
{
    public CliContext(CliHost host)
    {
        Host = host;
        Screen = new Screen(host, noColor: false);
    }

    public CliHost Host { get; }

    public GlobalOptions Options { get; } = new();

    public Screen Screen { get; set; }

    public bool Json => Options.Json;
}
