using System.ComponentModel.DataAnnotations;
using Isaa.Agents.Settings;
using Isaa.Jobs;

namespace Isaa.Agents;

/// <summary>How agents run in this process.</summary>
public sealed record AgentOptions
{
    /// <summary>The limits of a run whose definition and request name none. Default: 100 turns, 500 tool calls, 1 hour.</summary>
    public AgentLimits Limits { get; init; } = new() { Turns = 100, ToolCalls = 500, Time = TimeSpan.FromHours(1) };

    /// <summary>What happens after a failed attempt, for example when the model's service is down. Default: 5 attempts, pauses of 2 to 60 seconds.</summary>
    public RetryPolicy Retry { get; init; } = new()
    {
        MaxAttempts = 5,
        Delay = TimeSpan.FromSeconds(2),
        Factor = 3,
        MaxDelay = TimeSpan.FromSeconds(60),
    };

    /// <summary>The most input and output tokens of all a tenant's runs on one day in UTC; null for no limit.</summary>
    [Range(1, long.MaxValue)]
    public long? TenantDayTokens { get; init; }

    /// <summary>The most US dollars for all a tenant's runs on one day in UTC; null for no limit. Calls whose price is not known cost nothing here.</summary>
    public decimal? TenantDayUsd { get; init; }

    /// <summary>How often a live text is written to the event log at most. Default 200 ms.</summary>
    public TimeSpan EventInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a final answer that does not fit the output schema is sent back. Default 2.</summary>
    [Range(0, 10)]
    public int MaxRepairs { get; init; } = 2;

    /// <summary>How often an answer that hit the model's output limit is continued. Default 3.</summary>
    [Range(0, 20)]
    public int MaxContinuations { get; init; } = 3;

    /// <summary>
    /// How long a run waits at first when its model's service fails in a way that may pass, after the call was repeated already; it waits the longer the longer the
    /// service is away, up to five minutes, and never shorter than the service asks for. Waiting holds no slot, costs no attempt and does not count against
    /// a run's time. Default 5 seconds.
    /// </summary>
    public TimeSpan ModelWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a service may be away until the run fails. Default 24 hours.</summary>
    public TimeSpan ModelPatience { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Which tool calls a person must approve, whatever an agent says: the stricter of this, the agent's and the run's own policy counts. Default: none, and
    /// questions stay open for 7 days.
    /// </summary>
    public AgentApproval Approval { get; init; } = new();
}
