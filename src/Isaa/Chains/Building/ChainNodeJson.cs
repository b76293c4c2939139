using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Building;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, MaxDepth = 512)]
[JsonSerializable(typeof(ChainNode))]
internal sealed partial class ChainNodeJson : JsonSerializerContext;
