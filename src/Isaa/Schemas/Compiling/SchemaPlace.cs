using System.Text.Json;

namespace Isaa.Schemas.Compiling;

/// <summary>A schema that stands somewhere: its document, its pointer and itself.</summary>
internal sealed record SchemaPlace(SchemaDocument Document, string Pointer, JsonElement Schema)
{
    public string Location => Document.Locate(Pointer);
}
