using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Agents.Personas;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Persona))]
internal sealed partial class PersonaJson : JsonSerializerContext;
