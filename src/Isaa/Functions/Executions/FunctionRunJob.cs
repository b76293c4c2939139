using System.Text.Json;

namespace Isaa.Functions.Executions;

/// <summary>The arguments of job kind <c>function.run</c>: one call of a stored function. Its result is the call's <see cref="FunctionExecution"/>.</summary>
public sealed record FunctionRunJob
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "function.run";

    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>The version, fixed when the call was added.</summary>
    public required int Version { get; init; }

    /// <summary>The hash that version must have.</summary>
    public required string Hash { get; init; }

    /// <summary>The input, an object.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>Whether it can reach others over the network, so that an attempt that died is not made again. Default false.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>The caller's session; null outside of one.</summary>
    public string? Session { get; init; }

    /// <summary>The agent that calls; null when none does.</summary>
    public string? Agent { get; init; }

    /// <summary>The key under which the same call is answered again; null for none.</summary>
    public string? IdempotencyKey { get; init; }
}
