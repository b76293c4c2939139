using System.Text.Json.Serialization;
using Isaa.Agents.Definitions;

namespace Isaa.Agents;

/// <summary>What one run may use up. Checked before each call. Null leaves a limit to <see cref="AgentOptions.Limits"/>, and if that is null too, there is none.</summary>
public sealed record AgentLimits
{
    /// <summary>Model calls.</summary>
    public int? Turns { get; init; }

    /// <summary>Time from the first start of the run, pauses between attempts included; a call that still runs then is cancelled.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan? Time { get; init; }

    /// <summary>Input tokens of all model calls together.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens of all model calls together.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Input and output tokens of all model calls together.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>US dollars for all model calls together. A run on a model without a known price is refused.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Tool calls.</summary>
    public int? ToolCalls { get; init; }

    /// <summary>These limits, and where one is null, the other's.</summary>
    /// <param name="fallback">The limits that count where these say nothing.</param>
    public AgentLimits Over(AgentLimits fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return new()
        {
            Turns = Turns ?? fallback.Turns,
            Time = Time ?? fallback.Time,
            InputTokens = InputTokens ?? fallback.InputTokens,
            OutputTokens = OutputTokens ?? fallback.OutputTokens,
            TotalTokens = TotalTokens ?? fallback.TotalTokens,
            Usd = Usd ?? fallback.Usd,
            ToolCalls = ToolCalls ?? fallback.ToolCalls,
        };
    }
}
