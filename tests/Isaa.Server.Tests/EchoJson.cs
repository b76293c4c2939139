using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Server.Tests;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EchoJob))]
internal sealed partial class EchoJson : JsonSerializerContext;
