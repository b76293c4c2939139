namespace Isaa.Server.Hosting;

/// <summary>What the file in the home says about a server that runs.</summary>
public sealed record RunningServer
{
    /// <summary>Its address for programs and people; null when it only listens on its socket.</summary>
    public string? Address { get; init; }

    /// <summary>Its Unix socket, which only its owner may open.</summary>
    public required string Socket { get; init; }

    /// <summary>The file with its API key.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Where it keeps everything, without user and password.</summary>
    public string? Store { get; init; }

    /// <summary>Its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
