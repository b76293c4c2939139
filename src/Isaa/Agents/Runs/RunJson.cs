using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Agents.Runs;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentRunJob))]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(TurnKept))]
[JsonSerializable(typeof(CallKept))]
internal sealed partial class RunJson : JsonSerializerContext;
