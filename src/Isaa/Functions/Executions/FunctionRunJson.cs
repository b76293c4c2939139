using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Functions.Executions;

/// <summary>How calls as jobs, and what came of them, are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionRunJob))]
[JsonSerializable(typeof(FunctionExecution))]
public sealed partial class FunctionRunJson : JsonSerializerContext;
