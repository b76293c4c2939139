namespace Isaa.Protocol.Functions;

/// <summary>Makes an earlier version of a function the newest again.</summary>
public sealed record RollbackFunction
{
    /// <summary>The version to go back to.</summary>
    public required int Version { get; init; }

    /// <summary>Who goes back; null when nobody says.</summary>
    public string? By { get; init; }
}
