namespace Isaa.Protocol.Chains.Storing;

/// <summary>A chain to be saved, drawn or looked at.</summary>
public sealed record AddChain
{
    /// <summary>Its name; needed to save it.</summary>
    public string? Name { get; init; }

    /// <summary>The chain as text.</summary>
    public required string Text { get; init; }

    /// <summary>What it is for. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who saves it; null when nobody said.</summary>
    public string? SavedBy { get; init; }

    /// <summary>Saves it although it names agents, functions, tools or chains that are not there yet.</summary>
    public bool AllowUnknown { get; init; }
}
