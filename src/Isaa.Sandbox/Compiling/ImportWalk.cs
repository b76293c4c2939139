using Isaa.Protocol.Sandbox;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isaa.Sandbox.Compiling;

/// <summary>Finds where source names, or gets hold of, a type outside of the allowed namespaces.</summary>
internal static class ImportWalk
{
    private static readonly string[] PlainMembersOfType = ["Name", "FullName", "Namespace", "ToString", "Equals", "GetHashCode", "op_Equality", "op_Inequality"];

    public static IEnumerable<WorkerFault> FindForbidden(CSharpCompilation compilation, SyntaxTree source, IReadOnlyList<string> imports)
    {
        if (imports.Contains("*"))
        {
            yield break;
        }

        var model = compilation.GetSemanticModel(source);
        foreach (var node in source.GetRoot().DescendantNodes())
        {
            var (symbol, type) = node switch
            {
                SimpleNameSyntax or BaseObjectCreationExpressionSyntax => (model.GetSymbolInfo(node).Symbol, model.GetTypeInfo(node).Type),
                ExpressionSyntax => (null, model.GetTypeInfo(node).Type),
                _ => (null, null),
            };
            if ((Forbidden(symbol, imports, AllowedNames.AllowsInSource) ?? Forbidden(type, imports, AllowedNames.AllowsInCode)) is { } name)
            {
                yield return ToFault(node, name, imports);
            }
        }
    }

    private static string? Forbidden(ISymbol? symbol, IReadOnlyList<string> imports, Func<string, string, IReadOnlyList<string>, bool> allows)
    {
        var type = symbol switch
        {
            IArrayTypeSymbol array => array.ElementType as INamedTypeSymbol,
            INamedTypeSymbol named => named,
            IAliasSymbol or INamespaceSymbol or ITypeParameterSymbol or null => null,
            IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } => null,
            _ => symbol.ContainingType,
        };
        if (type is null or IErrorTypeSymbol || type.IsAnonymousType || type.Locations.Any(static place => place.IsInSource))
        {
            return null;
        }

        type = type.IsTupleType ? type.TupleUnderlyingType ?? type : type;
        var outer = type;
        while (outer.ContainingType is { } container)
        {
            outer = container;
        }

        var space = outer.ContainingNamespace?.ToDisplayString() ?? "";
        var name = $"{space}.{outer.MetadataName}";
        return name == "System.Type" && symbol is not ITypeSymbol && !PlainMembersOfType.Contains(symbol!.Name) ? $"System.Type.{symbol.Name}"
            : allows(name, space, imports) || IsOfTheLanguage(outer) ? null
            : name;
    }

    // string, int, object and their like are keywords, whatever namespaces are allowed.
    private static bool IsOfTheLanguage(INamedTypeSymbol type) =>
        type.SpecialType is not SpecialType.None || type.Name is "Task" or "ValueTask" or "ValueTuple" or "Nullable";

    private static WorkerFault ToFault(SyntaxNode node, string name, IReadOnlyList<string> imports)
    {
        var place = node.GetLocation().GetMappedLineSpan().StartLinePosition;
        return new WorkerFault
        {
            Kind = "import_not_allowed",
            Message = $"{name} may not be used here. Allowed namespaces: {string.Join(", ", imports)}.",
            Line = place.Line + 1,
            Column = place.Character + 1,
        };
    }
}
