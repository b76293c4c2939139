using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Chains.Storing;

/// <summary>The body of a chain's definition.</summary>
internal sealed record StoredChain
{
    public required string Text { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, StoredChainJson.Default.StoredChain);

    public static StoredChain Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, StoredChainJson.Default.StoredChain) ?? throw new JsonException("A stored chain is null.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StoredChain))]
internal sealed partial class StoredChainJson : JsonSerializerContext;
