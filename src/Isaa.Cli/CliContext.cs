using Isaa.Cli.Terminal;
using Isaa.Storage;

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

    /// <summary>Where everything is kept; null for a file in the home folder.</summary>
    public StoreAddress? Store => (Options.Store ?? Host.Environment("ISAA_STORE")) is { Length: > 0 } text ? StoreAddress.Parse(text) : null;
}
