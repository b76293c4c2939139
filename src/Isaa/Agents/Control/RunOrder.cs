namespace Isaa.Agents.Control;

/// <summary>What the body of a guiding signal says.</summary>
internal sealed record RunOrder
{
    /// <summary>What the model is told; null for nothing.</summary>
    public string? Text { get; init; }

    /// <summary>Why, for the record; null when nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether a run that had ended goes on: why it failed is forgotten, and its limits count anew.</summary>
    public bool IsRenewed { get; init; }
}
