using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isaa.Tests.Architecture;

/// <summary>The checkout these tests were built from, as text and as syntax.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> AllSources = new(ReadSources);

    public static string Root { get; } = FindRoot();

    /// <summary>All C# files of src, tests, samples and bench.</summary>
    public static IReadOnlyList<SourceFile> Sources => AllSources.Value;

    public static IEnumerable<SourceFile> Product => Sources.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Every file that belongs to the project, as a path with slashes below the root.</summary>
    public static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Root, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        })
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "artifacts" or "node_modules" or ".git" or "bin" or "obj"));

    private static List<SourceFile> ReadSources() =>
        [.. Files()
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path =>
            {
                var text = Read(path);
                return new SourceFile(path, text, CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot());
            })];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Isaa.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Isaa.slnx above {AppContext.BaseDirectory}.");
    }
}

internal sealed record SourceFile(string Path, string Text, CompilationUnitSyntax Syntax)
{
    public int Lines { get; } = Text.AsSpan().Count('\n');

    public string Folder => Path[..Path.LastIndexOf('/')];
}
