namespace Isaa.Protocol.Queues;

/// <summary>A kind of jobs as it was told to behave.</summary>
public sealed record KindView
{
    /// <summary>Whose jobs.</summary>
    public required string Tenant { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether no job of it is started.</summary>
    public required bool IsPaused { get; init; }
}
