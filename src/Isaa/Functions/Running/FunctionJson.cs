using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Functions.Running;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionContext))]
internal sealed partial class FunctionJson : JsonSerializerContext;
