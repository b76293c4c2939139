namespace Isaa.Sandbox;

/// <summary>One thing that <see cref="SandboxCheck"/> tried.</summary>
public sealed record SandboxFinding
{
    /// <summary>What was tried, for example <c>network</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the sandbox behaved as it must.</summary>
    public required bool IsOk { get; init; }

    /// <summary>What was seen and, when it is wrong, what helps.</summary>
    public required string Message { get; init; }
}
