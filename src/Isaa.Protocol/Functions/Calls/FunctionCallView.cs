using System.Text.Json;

namespace Isaa.Protocol.Functions.Calls;

/// <summary>One call of a function.</summary>
public sealed record FunctionCallView
{
    /// <summary>Its id: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>The version that was called.</summary>
    public required int Version { get; init; }

    /// <summary>The hash of that version.</summary>
    public required string Hash { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How it ended, for example <c>completed</c> or <c>memory_limit</c>; null while it runs.</summary>
    public string? Outcome { get; init; }

    /// <summary>The result; kept on record only for calls with a key.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why there is no result; null when there is one.</summary>
    public FunctionFault? Error { get; init; }

    /// <summary>What the code printed; on record only its beginning. Not to be trusted.</summary>
    public required string Logs { get; init; }

    /// <summary>From the call to its result in milliseconds, waiting included.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The part of it until a process was ready.</summary>
    public required double WaitMilliseconds { get; init; }

    /// <summary>Processor time in milliseconds.</summary>
    public required double CpuMilliseconds { get; init; }

    /// <summary>The most memory in bytes it held; null when nothing ran.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Bytes of the input as JSON.</summary>
    public required int InputBytes { get; init; }

    /// <summary>Bytes of the result as JSON.</summary>
    public required int OutputBytes { get; init; }

    /// <summary>The session of the caller; null outside of one.</summary>
    public string? Session { get; init; }

    /// <summary>The job that called; null when none did.</summary>
    public string? Job { get; init; }

    /// <summary>The agent that called; null when none did.</summary>
    public string? Agent { get; init; }

    /// <summary>The idempotency key; null for none.</summary>
    public string? Key { get; init; }
}
