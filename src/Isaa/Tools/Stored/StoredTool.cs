namespace Isaa.Tools.Stored;

/// <summary>One version of a tool that is kept as data; a run is bound to it.</summary>
public sealed record StoredTool
{
    /// <summary>The tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>The hash that version must have.</summary>
    public required string Hash { get; init; }
}
