namespace Isaa.Chains.Storing;

/// <summary>What is saved as the next version of a chain.</summary>
public sealed record ChainDraft
{
    /// <summary>The chain's name: letters, digits, dots, hyphens and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>The chain as text; for one made with operators see <see cref="Text.ChainText.Write(Chain)"/>.</summary>
    public required string Text { get; init; }

    /// <summary>What it is for; searched. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whose chain it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>Who saves it, as told; null when nobody said.</summary>
    public string? SavedBy { get; init; }

    /// <summary>Saves it although it names agents, functions, tools or chains that are not there yet; a run is refused until they are.</summary>
    public bool AllowUnknown { get; init; }
}
