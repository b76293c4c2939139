using System.Text.Json;

namespace Isaa.Protocol.Sandbox;

/// <summary>One line of JSON that a sandboxed process answers with. It ran untrusted code: every field may be a lie.</summary>
public sealed record WorkerReply
{
    /// <summary>How it ended: <c>completed</c>, <c>failed</c>, <c>rejected</c>, <c>invalid_output</c>, <c>memory_limit</c>, <c>process_limit</c> or <c>output_limit</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The result; null when there is none.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why there is no result; null when there is one.</summary>
    public WorkerFault? Error { get; init; }

    /// <summary>What is wrong with the code; empty when nothing is or nobody looked.</summary>
    public IReadOnlyList<WorkerFault> Findings { get; init; } = [];

    /// <summary>What the function takes; null when it was not found or nobody looked.</summary>
    public WorkerSignature? Signature { get; init; }

    /// <summary>The compiled code, for C# only.</summary>
    public byte[]? Assembly { get; init; }

    /// <summary>The places of the compiled code in its source, for C# only.</summary>
    public byte[]? Symbols { get; init; }
}
