namespace Isaa.Protocol.Runs;

/// <summary>What a run may use at most. Null everywhere leaves the agent's own limit.</summary>
public sealed record RunLimits
{
    /// <summary>Model calls.</summary>
    public int? Turns { get; init; }

    /// <summary>Minutes of wall clock.</summary>
    public double? Minutes { get; init; }

    /// <summary>Tokens, input and output together.</summary>
    public long? Tokens { get; init; }

    /// <summary>US dollars; a model whose price is unknown is refused.</summary>
    public decimal? Usd { get; init; }
}
