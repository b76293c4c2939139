using System.Text.Json.Serialization;

namespace Isaa.Schemas;

[JsonSerializable(typeof(string))]
internal sealed partial class SchemaJson : JsonSerializerContext;
