using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isaa.Tests.Architecture;

/// <summary>Sizes and names. A file, a method or a folder that outgrows them is asking to be divided.</summary>
public sealed class ShapeTests
{
    private const int LinesPerFile = 300;
    private const int LinesPerFileAtMost = 500;
    private const int LinesPerMethod = 60;
    private const int ParametersPerConstructor = 7;
    private const int FilesPerFolder = 15;

    /// <summary>Files that may have up to 500 lines, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    private static readonly string[] BannedEndings =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Misc", "Base", "Impl", "Info", "Data", "Service"];

    [Fact]
    public void Files_are_short()
    {
        var faults = Repository.Sources
            .Where(file => file.Lines > (LongFiles.ContainsKey(file.Path) ? LinesPerFileAtMost : LinesPerFile))
            .Select(file => $"{file.Path}: {file.Lines} lines, at most {LinesPerFile}");
        Assert.Empty(faults);
        Assert.All(LongFiles.Keys, path => Assert.Contains(Repository.Sources, file => file.Path == path && file.Lines > LinesPerFile));
    }

    [Fact]
    public void Methods_are_short()
    {
        var faults =
            from file in Repository.Sources
            from member in file.Syntax.DescendantNodes()
            where member is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            let lines = LinesOf(member)
            where lines > LinesPerMethod
            select $"{file.Path}: {NameOf(member)} has {lines} lines, at most {LinesPerMethod}";
        Assert.Empty(faults);
    }

    [Fact]
    public void Constructors_take_few_parameters()
    {
        var faults =
            from file in Repository.Sources
            from node in file.Syntax.DescendantNodes()
            let parameters = node switch
            {
                ConstructorDeclarationSyntax constructor => constructor.ParameterList,
                TypeDeclarationSyntax type => type.ParameterList,
                _ => null,
            }
            where parameters?.Parameters.Count > ParametersPerConstructor
            select $"{file.Path}: {parameters.Parameters.Count} constructor parameters, at most {ParametersPerConstructor}";
        Assert.Empty(faults);
    }

    [Fact]
    public void Folders_hold_few_files()
    {
        var faults = Repository.Sources
            .GroupBy(file => file.Folder)
            .Where(folder => folder.Count() > FilesPerFolder)
            .Select(folder => $"{folder.Key}: {folder.Count()} files, at most {FilesPerFolder}");
        Assert.Empty(faults);
    }

    [Fact]
    public void Type_names_say_what_a_type_is()
    {
        var faults =
            from file in Repository.Product
            from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            let ending = Array.Find(BannedEndings, ending => type.Identifier.Text.EndsWith(ending, StringComparison.Ordinal))
            where ending is not null
            select $"{file.Path}: {type.Identifier.Text} ends in {ending}";
        Assert.Empty(faults);
    }

    [Fact]
    public void A_file_declares_one_public_type_and_has_its_name()
    {
        var faults = Repository.Product.Select(OnePublicType).OfType<string>();
        Assert.Empty(faults);
    }

    [Fact]
    public void No_file_hides_code_in_regions()
    {
        var faults = Repository.Sources
            .Where(file => file.Syntax.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)))
            .Select(file => file.Path);
        Assert.Empty(faults);
    }

    private static string? OnePublicType(SourceFile file)
    {
        var names = file.Syntax.DescendantNodes(node => node is not TypeDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword))
            .Select(member => member switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.Text,
                DelegateDeclarationSyntax type => type.Identifier.Text,
                _ => null,
            })
            .OfType<string>()
            .Distinct()
            .ToList();
        var name = Path.GetFileNameWithoutExtension(file.Path);
        return names switch
        {
            [] => null,
            [var only] when name == only || name.StartsWith(only + ".", StringComparison.Ordinal) => null,
            _ => $"{file.Path}: declares {string.Join(", ", names)}",
        };
    }

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => node.Kind().ToString(),
    };
}
