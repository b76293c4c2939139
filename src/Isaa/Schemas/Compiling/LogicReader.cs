using System.Text.Json;
using Isaa.Schemas.Keywords.Logic;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Compiling;

/// <summary>Reads references and the keywords that combine schemas.</summary>
internal static class LogicReader
{
    public static IEnumerable<Keyword> ReadReferences(SchemaReader reader)
    {
        if (reader.TryGet("$ref", JsonValueKind.String, "a reference", out var reference)
            && reader.Compiler.Resolve(reader.Resource, reference.GetString()!, reader.At("$ref")) is { } target)
        {
            yield return new RefKeyword(reader.At("$ref"), target.Node);
        }

        if (reader.Dialect.IsDraft7)
        {
            yield break;
        }

        if (reader.TryGet("$dynamicRef", JsonValueKind.String, "a reference", out var dynamic)
            && reader.Compiler.Resolve(reader.Resource, dynamic.GetString()!, reader.At("$dynamicRef")) is { } start)
        {
            yield return start.Resource.DynamicAnchors.Contains(start.Fragment)
                ? new DynamicRefKeyword(reader.At("$dynamicRef"), start.Node, start.Fragment)
                : new RefKeyword(reader.At("$dynamicRef"), start.Node);
        }

        if (reader.TryGet("$recursiveRef", out _))
        {
            reader.Fault("$recursiveRef", "is draft 2019-09; write $dynamicRef, or $ref where nothing extends the schema");
        }
    }

    public static IEnumerable<Keyword> Read(SchemaReader reader)
    {
        if (reader.Children("allOf") is { } all)
        {
            yield return new AllOf(reader.At("allOf"), all);
        }

        if (reader.Children("anyOf") is { } any)
        {
            yield return new AnyOf(reader.At("anyOf"), any);
        }

        if (reader.Children("oneOf") is { } one)
        {
            yield return new OneOf(reader.At("oneOf"), one);
        }

        if (reader.Child("not") is { } not)
        {
            yield return new NotKeyword(reader.At("not"), not);
        }

        if (reader.Child("if") is { } condition)
        {
            yield return new IfThenElse(reader.At("if"), condition, reader.Child("then"), reader.Child("else"));
        }
    }
}
