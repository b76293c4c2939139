using System.Text.Json.Serialization;

namespace Isaa.Storage.Definitions;

/// <summary>How the parts of a definition's row are written.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class DefinitionJson : JsonSerializerContext;
