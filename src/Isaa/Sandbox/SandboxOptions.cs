using Isaa.Sandbox.Networking;

namespace Isaa.Sandbox;

/// <summary>How sandboxed programs are started.</summary>
public sealed class SandboxOptions
{
    /// <summary>Where bubblewrap is; null to look in <c>/usr/bin</c>, <c>/usr/local/bin</c> and <c>/bin</c>. The PATH is never searched.</summary>
    public string? BubblewrapPath { get; set; }

    /// <summary>The limits of a request that states none.</summary>
    public SandboxLimits Limits { get; set; } = new();

    /// <summary>As root, whether programs run under an unprivileged user id of their own with id-mapped folders. Off only in tests.</summary>
    internal bool UsesOwnUser { get; set; } = true;

    /// <summary>Whether programs are put behind Landlock where the kernel has it. Off only in tests.</summary>
    internal bool UsesLandlock { get; set; } = true;

    /// <summary>A folder that is handed in, writable, without a word to Landlock. Set only in tests.</summary>
    internal string? Uncovered { get; set; }

    /// <summary>How the names of targets become addresses, and which addresses are allowed.</summary>
    internal NetworkPolicy Network { get; set; } = NetworkPolicy.Public;
}
