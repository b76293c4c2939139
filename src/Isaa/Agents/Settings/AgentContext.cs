namespace Isaa.Agents.Settings;

/// <summary>How an agent's prompt is kept within what the model takes. Shares are of the model's context window.</summary>
public sealed record AgentContext
{
    /// <summary>How much of the window may be used, 0.1 to 1. Default 0.85.</summary>
    public double MaxRatio { get; init; } = 0.85;

    /// <summary>A tool result larger than this share of the window goes to a file at once, 0.01 to 1. Default 0.7.</summary>
    public double OffloadRatio { get; init; } = 0.7;

    /// <summary>A new result smaller than this share of the window displaces older ones rather than going to a file, 0 to 1. Default 0.4.</summary>
    public double Displacement { get; init; } = 0.4;

    /// <summary>Tokens that are kept free for what estimates miss. Default 500.</summary>
    public int SafetyTokens { get; init; } = 500;

    /// <summary>An older result counts as large, and may be displaced, from so many tokens. Default 1000.</summary>
    public int HeavyHitterTokens { get; init; } = 1000;

    /// <summary>How many earlier turns of the user a model sees, 0 to 10,000. Default 25.</summary>
    public int HistoryTurns { get; init; } = 25;
}
