using System.Text.Json.Serialization;

namespace Isaa.Jobs.Flows;

/// <summary>How a step that added children keeps their ids.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class FlowJson : JsonSerializerContext;
