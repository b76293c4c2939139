using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Chains.Durable;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 512)]
[JsonSerializable(typeof(ChainRunJob))]
[JsonSerializable(typeof(LeafKept))]
internal sealed partial class ChainRunJson : JsonSerializerContext;
