using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Agents.Personas;

/// <summary>A persona's name as a text, a persona that is written out as an object.</summary>
internal sealed class PersonaReferenceConverter : JsonConverter<PersonaReference>
{
    public override PersonaReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? PersonaReference.To(reader.GetString()!)
            : PersonaReference.Of(JsonSerializer.Deserialize(ref reader, PersonaJson.Default.Persona) ?? throw new JsonException("A persona is null."));

    public override void Write(Utf8JsonWriter writer, PersonaReference value, JsonSerializerOptions options)
    {
        if (value.Inline is { } persona)
        {
            JsonSerializer.Serialize(writer, persona, PersonaJson.Default.Persona);
        }
        else
        {
            writer.WriteStringValue(value.Name);
        }
    }
}
