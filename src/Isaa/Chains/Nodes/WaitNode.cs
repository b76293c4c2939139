namespace Isaa.Chains.Nodes;

/// <summary>Waits for an approval or another signal. A durable run gives its slot free meanwhile.</summary>
public sealed record WaitNode : ChainNode
{
    /// <summary>The signal's name.</summary>
    public required string Signal { get; init; }

    /// <summary>True: a person approves, and the data passes through; a refusal is a failure. False: the signal's payload is the result.</summary>
    public bool IsApproval { get; init; }

    /// <summary>How long it waits before it fails; null for ever.</summary>
    public TimeSpan? Timeout { get; init; }
}
