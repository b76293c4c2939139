using Isaa.Sandbox.Networking;

namespace Isaa.Sandbox;

/// <summary>One program to run in the sandbox.</summary>
public sealed record SandboxRequest
{
    /// <summary>The program and its arguments; the program by its path inside the sandbox.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folders it sees besides the system's.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    /// <summary>The folder it starts in, as seen inside.</summary>
    public string WorkingFolder { get; init; } = "/tmp";

    /// <summary>Its environment, besides PATH, HOME, LANG and TMPDIR.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What it reads from its standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What of the network it may use; null for nothing.</summary>
    public SandboxNetwork? Network { get; init; }

    /// <summary>What it may use; null for <see cref="SandboxOptions.Limits"/>.</summary>
    public SandboxLimits? Limits { get; init; }
}
