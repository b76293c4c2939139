namespace Isaa.Protocol.Health;

/// <summary>One thing that was looked at.</summary>
public sealed record DoctorCheck
{
    /// <summary>What, for example <c>sandbox</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>ok</c>, <c>warning</c> (works without it) or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What was found.</summary>
    public required string Message { get; init; }

    /// <summary>The command or step that repairs it; null when nothing is to be done.</summary>
    public string? Fix { get; init; }
}
