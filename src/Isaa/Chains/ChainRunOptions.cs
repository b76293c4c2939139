using Isaa.Chains.Ports;
using Isaa.Protocol.Events;

namespace Isaa.Chains;

/// <summary>How a chain runs in this process. All have a default.</summary>
public sealed record ChainRunOptions
{
    /// <summary>How many branches of one parallel group, or items of one map, run at once. Default 32.</summary>
    public int MaxParallel { get; init; } = 32;

    /// <summary>The session that every agent of the chain goes on with; null for a new one each.</summary>
    public string? Session { get; init; }

    /// <summary>The folder the chain's agents work in; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Whose run it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The agent that formats where the chain designates none; null for the engine's.</summary>
    public IChainAgent? Formatter { get; init; }

    /// <summary>Where agents, functions, tools and chains that are named are found; null for what the chain brings along and the engine of its agents.</summary>
    public FlowChains? Engine { get; init; }

    /// <summary>Told what happens, in order for each node; the run waits for it. What it throws ends the run. Null for nobody.</summary>
    public Func<ChainEvent, ValueTask>? OnEvent { get; init; }
}
