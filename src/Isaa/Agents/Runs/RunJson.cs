using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Agents.Control;

namespace Isaa.Agents.Runs;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentRunJob))]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(TurnKept))]
[JsonSerializable(typeof(CallKept))]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(RunWait))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RunJson : JsonSerializerContext;
