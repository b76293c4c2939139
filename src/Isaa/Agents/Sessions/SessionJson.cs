using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Agents.Sessions;

/// <summary>How messages are written as JSON in a store.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionMessage))]
public sealed partial class SessionJson : JsonSerializerContext;
