using System.Text.Json;

namespace Isaa.Protocol.Events;

/// <summary>Types of chain events, and how the event log and the API carry them.</summary>
public static class ChainEvents
{
    /// <summary>The chain begins, or goes on after a crash.</summary>
    public const string ChainStart = "chain_start";

    /// <summary>A node begins.</summary>
    public const string TaskStart = "task_start";

    /// <summary>A node has its result.</summary>
    public const string TaskComplete = "task_complete";

    /// <summary>A node failed; a fallback may follow.</summary>
    public const string TaskError = "task_error";

    /// <summary>The chain has ended, well or not.</summary>
    public const string ChainEnd = "chain_end";

    /// <summary>The event's body as a UTF-8 JSON object.</summary>
    /// <param name="chainEvent">The event; an agent's own event is left out.</param>
    public static byte[] Write(ChainEvent chainEvent)
    {
        ArgumentNullException.ThrowIfNull(chainEvent);
        return JsonSerializer.SerializeToUtf8Bytes(chainEvent, ChainEventJson.Default.ChainEvent);
    }

    /// <summary>An event as those who watch a run see it: one that tells of a node's start and end at once becomes two, any other stays itself.</summary>
    /// <param name="chainEvent">The event as it is kept.</param>
    public static IReadOnlyList<ChainEvent> Unfold(ChainEvent chainEvent)
    {
        ArgumentNullException.ThrowIfNull(chainEvent);
        return chainEvent.BeganAt is not { } began ? [chainEvent] :
        [
            new ChainEvent { Type = TaskStart, Node = chainEvent.Node, Kind = chainEvent.Kind, Path = chainEvent.Path, Status = "running", At = began },
            chainEvent with { BeganAt = null },
        ];
    }

    /// <summary>Reads an event; null when the type is none of a chain's, so that a reader can pass over what it does not know.</summary>
    /// <param name="type">The type, for example <c>task_start</c>.</param>
    /// <param name="body">The body as UTF-8 JSON.</param>
    /// <exception cref="JsonException">The body does not fit.</exception>
    public static ChainEvent? Read(string type, ReadOnlySpan<byte> body) => type is ChainStart or TaskStart or TaskComplete or TaskError or ChainEnd
        ? JsonSerializer.Deserialize(body, ChainEventJson.Default.ChainEvent)
        : null;
}
