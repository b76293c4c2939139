using System.Net;

namespace Isaa.Connectors.Mcp;

/// <summary>How servers of the Model Context Protocol are connected to.</summary>
public sealed record McpOptions
{
    /// <summary>How long a server may take until it says what tools it has. Default 30 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection stays open that nobody uses; a program is ended with it. Default 10 minutes.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most bytes of one answer of a server with an address; a longer one fails the call. Default 16 MiB.</summary>
    public int AnswerBytes { get; init; } = 16 << 20;

    /// <summary>Finds the variables and secrets that definitions name. Default: this process's environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Finds the addresses of a host. Default: the system's resolver.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
