using Isaa.Protocol.Sandbox;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isaa.Sandbox.Compiling;

/// <summary>Finds the method that the function's name means and reads what it takes.</summary>
internal static class SignatureReading
{
    /// <summary>The signature; null, with a finding, when there is no such method or it cannot be called.</summary>
    public static WorkerSignature? Read(CSharpCompilation compilation, SyntaxTree source, string entry, List<WorkerFault> findings)
    {
        var methods = source.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Where(method => method.Identifier.Text == entry).ToList();
        if (methods.Count != 1)
        {
            findings.Add(new WorkerFault
            {
                Kind = "entry_missing",
                Message = methods.Count == 0 ? $"The code has no method {entry}. Write: public static … {entry}(…)" : $"The code has {methods.Count} methods {entry}; it needs exactly one.",
            });
            return null;
        }

        var method = compilation.GetSemanticModel(source).GetDeclaredSymbol(methods[0])!;
        var place = methods[0].Identifier.GetLocation().GetMappedLineSpan().StartLinePosition;
        if (!method.IsStatic || method.IsGenericMethod || method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None) || method.ContainingType.IsGenericType)
        {
            findings.Add(new WorkerFault
            {
                Kind = "entry_invalid",
                Message = $"The method {entry} must be static and not generic, without ref, in and out parameters.",
                Line = place.Line + 1,
                Column = place.Character + 1,
            });
        }

        return new WorkerSignature
        {
            Parameters = [.. method.Parameters.Select(static parameter => new WorkerParameter { Name = parameter.Name, IsRequired = !parameter.HasExplicitDefaultValue })],
            IsAsync = method.ReturnType is { Name: "Task" or "ValueTask", ContainingNamespace: { } space } && space.ToDisplayString() == "System.Threading.Tasks",
        };
    }
}
