using System.Text.Json.Serialization;

namespace Isaa.Tools;

/// <summary>JSON of what tools keep in the journal.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ToolResult))]
public sealed partial class ToolJsonContext : JsonSerializerContext;
