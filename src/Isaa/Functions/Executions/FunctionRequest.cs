using System.Text.Json;

namespace Isaa.Functions.Executions;

/// <summary>A call of a stored function.</summary>
public sealed record FunctionRequest
{
    /// <summary>The function, as <c>NAME</c> (its newest version that may be used) or <c>NAME@VERSION</c>.</summary>
    public required string Function { get; init; }

    /// <summary>The hash the version must have; null for any.</summary>
    public string? Hash { get; init; }

    /// <summary>The input, an object.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>Whose function it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>Who calls; null for nobody named.</summary>
    public FunctionContext? Caller { get; init; }

    /// <summary>A key of at most 200 characters: a second call with it is answered with the first one's result. Null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether the caller's job is this call and nothing else, so that a call of it that never ended is one of an attempt that died.</summary>
    internal bool IsAttemptOfJob { get; init; }
}
