using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Isaa.Sandbox.Compiling;

/// <summary>A function's source as a whole file: bare methods get a class around them, and keep their lines and columns.</summary>
internal static class FunctionSource
{
    /// <summary>The class that bare methods are put into.</summary>
    public const string ClassName = "Function";

    public static SyntaxTree Parse(string code, CSharpParseOptions options)
    {
        var plain = Read(code, options);
        var root = plain.GetCompilationUnitRoot();
        if (!root.Members.Any(static member => member is GlobalStatementSyntax or BaseMethodDeclarationSyntax or BaseFieldDeclarationSyntax or BasePropertyDeclarationSyntax or IncompleteMemberSyntax))
        {
            return plain;
        }

        var start = root.Usings.Count > 0 ? root.Usings[^1].FullSpan.End : 0;
        var place = plain.GetText().Lines.GetLinePosition(start);
        var wrapped = string.Create(
            CultureInfo.InvariantCulture,
            $"{code[..start]}\npublic static class {ClassName} {{\n#line {place.Line + 1} \"{SourceName.Value}\"\n{new string(' ', place.Character)}{code[start..]}\n#line default\n}}");
        return Read(wrapped, options);
    }

    private static SyntaxTree Read(string code, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, System.Text.Encoding.UTF8), options, SourceName.Value);
}
