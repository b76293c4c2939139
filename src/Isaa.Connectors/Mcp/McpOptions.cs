namespace Isaa.Connectors.Mcp;

/// <summary>How servers of the Model Context Protocol are connected to.</summary>
public sealed record McpOptions
{
    /// <summary>How long a server may take until it says what tools it has. Default 30 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Finds the variables and secrets that definitions name. Default: this process's environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
