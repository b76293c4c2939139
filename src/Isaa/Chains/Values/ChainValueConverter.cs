using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Chains.Values;

/// <summary>Writes a value of a chain as the JSON it is.</summary>
internal sealed class ChainValueConverter : JsonConverter<ChainValue>
{
    public override bool HandleNull => true;

    public override ChainValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ChainValue.Of(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, ChainValue value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
