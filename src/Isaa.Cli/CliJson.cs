using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Cli;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonFault))]
[JsonSerializable(typeof(JsonMove))]
[JsonSerializable(typeof(JsonServing))]
internal sealed partial class CliJson : JsonSerializerContext;
