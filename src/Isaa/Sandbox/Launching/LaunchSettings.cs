using Isaa.Sandbox.Networking;

namespace Isaa.Sandbox.Launching;

/// <summary>How this machine starts sandboxes.</summary>
internal sealed record LaunchSettings
{
    /// <summary>Where the folder stands that tests hand in without a word to Landlock.</summary>
    public const string UncoveredInside = "/uncovered";

    /// <summary>The launcher's path.</summary>
    public required string Bubblewrap { get; init; }

    /// <summary>As root, whether folders are id-mapped and the launcher runs as the sandbox user.</summary>
    public required bool UsesOwnUser { get; init; }

    /// <summary>The version of Landlock's interface that programs are put behind; 0 for none.</summary>
    public required int LandlockVersion { get; init; }

    /// <summary>A folder that is handed in, writable, without a word to Landlock. Null but in tests.</summary>
    public string? Uncovered { get; init; }

    /// <summary>How the names of targets become addresses, and which addresses are allowed.</summary>
    public required NetworkPolicy Network { get; init; }
}
