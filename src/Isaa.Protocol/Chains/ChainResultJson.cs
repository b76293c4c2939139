using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Protocol.Chains;

/// <summary>How results of chains are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChainResult))]
public sealed partial class ChainResultJson : JsonSerializerContext;
