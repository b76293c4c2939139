using System.Text.Json;
using Isaa.Functions.Storing;

namespace Isaa.Functions.Executions;

/// <summary>One call of a stored function, as it is kept on record. Inputs are not kept.</summary>
public sealed record FunctionExecution
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose function was called.</summary>
    public required string Tenant { get; init; }

    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>The version that was called.</summary>
    public required int Version { get; init; }

    /// <summary>The hash of that version.</summary>
    public required string Hash { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How it ended; null while it runs, which only calls with an idempotency key show.</summary>
    public FunctionOutcome? Outcome { get; init; }

    /// <summary>Why there is no result; null when there is one.</summary>
    public FunctionError? Error { get; init; }

    /// <summary>The result. On record only for calls with an idempotency key.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What the code printed; on record cut to <see cref="FunctionStoreOptions.KeepLogCharacters"/>. Not to be trusted.</summary>
    public string Logs { get; init; } = "";

    /// <summary>What the call used.</summary>
    public required FunctionUsage Usage { get; init; }

    /// <summary>Who called; null for nobody named.</summary>
    public FunctionContext? Caller { get; init; }

    /// <summary>The key under which the same call is answered again; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The SHA-256 of the input's JSON, in hexadecimal; tells whether a key is used for the same call.</summary>
    public required string InputHash { get; init; }
}
