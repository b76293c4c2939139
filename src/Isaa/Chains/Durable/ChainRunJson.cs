using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Chains.Durable;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 512)]
[JsonSerializable(typeof(ChainRunJob))]
[JsonSerializable(typeof(LeafKept))]
[JsonSerializable(typeof(ChainApproval))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ChainRunJson : JsonSerializerContext;
