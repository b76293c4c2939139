namespace Isaa.Agents.Settings;

/// <summary>What an agent's runs may use up together. Checked before each model call; null for no limit. A call whose price is not known costs nothing here, its tokens count.</summary>
public sealed record AgentBudget
{
    /// <summary>Input and output tokens of one session.</summary>
    public long? SessionTokens { get; init; }

    /// <summary>US dollars for one session.</summary>
    public decimal? SessionUsd { get; init; }

    /// <summary>Input and output tokens of all its runs on one day, counted in UTC.</summary>
    public long? DayTokens { get; init; }

    /// <summary>US dollars for all its runs on one day, counted in UTC.</summary>
    public decimal? DayUsd { get; init; }
}
