using Isaa.Chains.Ports;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running;

/// <summary>One run of a chain in this process.</summary>
internal sealed class ChainExecution
{
    public required ChainValue Input { get; init; }

    public required ChainRunOptions Options { get; init; }

    public required ChainPorts Ports { get; init; }

    /// <summary>The chain's name; null for none.</summary>
    public string? ChainName { get; init; }

    /// <summary>The job it runs as; null for a run in memory.</summary>
    public string? Job { get; init; }

    /// <summary>Whom the functions of the chain are told of.</summary>
    public ChainCaller Caller => new() { Session = Options.Session, Job = Job };

    /// <summary>How many leaves the chain has.</summary>
    public int Leaves { get; init; }

    /// <summary>Keeps results, so that a run can go on after a crash; null for a run in memory.</summary>
    public ILeafJournal? Journal { get; init; }

    /// <summary>Told what happens; null when nobody listens.</summary>
    public Func<Isaa.Protocol.Events.ChainEvent, ValueTask>? OnEvent { get; init; }

    /// <summary>Whether a group failed, so that what its other branches began may still be at work.</summary>
    public bool HasStoppedGroup { get; set; }

    /// <summary>Ends what was begun as jobs of their own at a place and below it; null for a run in memory, where all has ended by then.</summary>
    public Func<string, Task>? EndBelow { get; init; }

    /// <summary>Whether a leaf may simply act.</summary>
    public bool IsBare => Journal is null && OnEvent is null;
}
