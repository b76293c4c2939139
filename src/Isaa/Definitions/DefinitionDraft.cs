namespace Isaa.Definitions;

/// <summary>What is saved as the next version of a definition.</summary>
public sealed record DefinitionDraft
{
    /// <summary>Where it is kept.</summary>
    public required DefinitionKey Key { get; init; }

    /// <summary>The definition in its canonical JSON form: the same content gives the same bytes.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What it is for; searched. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who saves it, as told; null when nobody said.</summary>
    public string? Author { get; init; }
}
