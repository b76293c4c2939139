namespace Isaa.Definitions;

/// <summary>What a person decided about one version of a definition. It counts for the very bytes the person saw.</summary>
public sealed record DefinitionDecision
{
    /// <summary>Whether the version may be used.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>Who decided.</summary>
    public required string By { get; init; }

    /// <summary>Why, in the person's words. Default: empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>When; set by the store.</summary>
    public DateTimeOffset At { get; init; }
}
