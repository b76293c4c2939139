using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Protocol.Events;

/// <summary>How agent events are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentEvent.RunStarted))]
[JsonSerializable(typeof(AgentEvent.RunResumed))]
[JsonSerializable(typeof(AgentEvent.TurnStarted))]
[JsonSerializable(typeof(AgentEvent.TextDelta))]
[JsonSerializable(typeof(AgentEvent.ReasoningDelta))]
[JsonSerializable(typeof(AgentEvent.ContextReduced))]
[JsonSerializable(typeof(AgentEvent.TurnCompleted))]
[JsonSerializable(typeof(AgentEvent.ToolStarted))]
[JsonSerializable(typeof(AgentEvent.ToolCompleted))]
[JsonSerializable(typeof(AgentEvent.ToolUnknown))]
[JsonSerializable(typeof(AgentEvent.ApprovalAsked))]
[JsonSerializable(typeof(AgentEvent.ApprovalSettled))]
[JsonSerializable(typeof(AgentEvent.Warning))]
[JsonSerializable(typeof(AgentEvent.PlanChanged))]
[JsonSerializable(typeof(AgentEvent.Waiting))]
[JsonSerializable(typeof(AgentEvent.Paused))]
[JsonSerializable(typeof(AgentEvent.Continued))]
[JsonSerializable(typeof(AgentEvent.Steered))]
[JsonSerializable(typeof(AgentEvent.Answer))]
internal sealed partial class AgentEventJson : JsonSerializerContext;
