using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Protocol.Events;

/// <summary>How chain events are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChainEvent))]
internal sealed partial class ChainEventJson : JsonSerializerContext;
