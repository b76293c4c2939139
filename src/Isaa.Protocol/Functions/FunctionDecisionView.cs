namespace Isaa.Protocol.Functions;

/// <summary>What a person decided about one version of a function.</summary>
public sealed record FunctionDecisionView
{
    /// <summary>Whether the version may be called.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>Who decided.</summary>
    public required string By { get; init; }

    /// <summary>Why, in the person's words; empty when nothing was said.</summary>
    public required string Note { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
