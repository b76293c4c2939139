namespace Isaa.Jobs.Limits;

/// <summary>How one kind of job behaves in all queues of a tenant.</summary>
public sealed record KindSettings
{
    /// <summary>Whose jobs. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>No job of it is started. Default: no.</summary>
    public bool IsPaused { get; init; }
}
