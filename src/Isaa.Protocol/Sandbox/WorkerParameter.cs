namespace Isaa.Protocol.Sandbox;

/// <summary>One parameter of a function.</summary>
public sealed record WorkerParameter
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a call must give it.</summary>
    public required bool IsRequired { get; init; }
}
