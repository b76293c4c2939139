using System.Text.Json;
using Isaa.Protocol.Events;

namespace Isaa.Protocol.Jobs;

/// <summary>One entry of the event log.</summary>
public sealed record EventView
{
    /// <summary>Its place in the log; pass it as <c>after</c> to read on.</summary>
    public required string Cursor { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The job it is about.</summary>
    public required string Job { get; init; }

    /// <summary>What happened, for example <c>job.completed</c> or <c>agent.tool.started</c>.</summary>
    public required string Type { get; init; }

    /// <summary>More about it; null for nothing. Untrusted.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The event in its typed form; null when it is none of an agent's, or of a version this client does not know.</summary>
    public AgentEvent? ReadAgentEvent() => Read(AgentEvents.Read);

    /// <summary>The event in its typed form; null when it is none of a chain's, or of a version this client does not know.</summary>
    public ChainEvent? ReadChainEvent() => Read(ChainEvents.Read);

    private T? Read<T>(Reader<T> read)
        where T : class
    {
        if (Body is not { } body)
        {
            return null;
        }

        try
        {
            return read(Type, JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Default.JsonElement));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private delegate T? Reader<T>(string type, ReadOnlySpan<byte> body)
        where T : class;
}
