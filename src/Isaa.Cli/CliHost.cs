using Isaa.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Cli;

/// <summary>What the tool has around it: streams, environment, clock, the user's interrupts.</summary>
internal sealed record CliHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required bool OutIsTerminal { get; init; }

    public required bool ErrorIsTerminal { get; init; }

    public required int Width { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public required string CurrentFolder { get; init; }

    public required TimeProvider Time { get; init; }

    public required IdSource Ids { get; init; }

    /// <summary>Ends with the first Ctrl-C.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>Changes the services of a server hosted in this process; null for none.</summary>
    public Action<IServiceCollection>? Configure { get; init; }
}
