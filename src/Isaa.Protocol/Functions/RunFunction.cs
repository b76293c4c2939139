using System.Text.Json;

namespace Isaa.Protocol.Functions;

/// <summary>A call of a function.</summary>
public sealed record RunFunction
{
    /// <summary>The input, an object; null for an empty one.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>An idempotency key of at most 200 characters: a second call with it is answered with the first one's result. Null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The caller's session; null outside of one.</summary>
    public string? Session { get; init; }
}
