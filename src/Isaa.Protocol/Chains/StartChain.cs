using System.Text.Json;

namespace Isaa.Protocol.Chains;

/// <summary>A run of a stored chain to be started.</summary>
public sealed record StartChain
{
    /// <summary>The data; a JSON string is a text.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The run's id as 32 hexadecimal digits; starting one that exists already starts nothing. Null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>The folder the chain's agents work in; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>The session that every agent of the chain goes on with; null for a new one each.</summary>
    public string? Session { get; init; }

    /// <summary>Runs this once a version that nobody accepted yet.</summary>
    public bool AcceptOnce { get; init; }
}
