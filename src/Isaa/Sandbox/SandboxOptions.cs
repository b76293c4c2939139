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
}
