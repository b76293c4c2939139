using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Protocol.Agents;

/// <summary>How agent results are written as JSON, at rest and on the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentResult))]
public sealed partial class AgentResultJson : JsonSerializerContext;
