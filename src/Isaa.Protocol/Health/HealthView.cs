namespace Isaa.Protocol.Health;

/// <summary>Says that the server answers.</summary>
public sealed record HealthView
{
    /// <summary>Always <c>ok</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }
}
