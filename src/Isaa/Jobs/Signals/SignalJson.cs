using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Jobs.Signals;

/// <summary>How a step that waited for a signal keeps its outcome.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptSignal))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class SignalJson : JsonSerializerContext;

/// <summary>The signal that was taken; empty when the time was up.</summary>
internal sealed record KeptSignal
{
    public string? Id { get; init; }

    public DateTimeOffset? At { get; init; }

    public JsonElement? Body { get; init; }
}
