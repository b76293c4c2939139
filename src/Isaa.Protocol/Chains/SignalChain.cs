using System.Text.Json;

namespace Isaa.Protocol.Chains;

/// <summary>What a run of a chain is told: the answer to an approval, or the data of a signal.</summary>
public sealed record SignalChain
{
    /// <summary>The name that the chain waits for.</summary>
    public required string Name { get; init; }

    /// <summary>For an approval whether the run may go on; null for a signal.</summary>
    public bool? Approved { get; init; }

    /// <summary>Why; of an approval only. Null for no reason given.</summary>
    public string? Reason { get; init; }

    /// <summary>The new data of the waiting node; of a signal only. Null for none.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The sender's id of it: sent again with the same id it changes nothing. Null for a new one.</summary>
    public string? Id { get; init; }
}
