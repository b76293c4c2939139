using System.Text.RegularExpressions;

namespace Isaa.Tests.Architecture;

/// <summary>What stands in the files of the project, beside code.</summary>
public sealed partial class TextTests
{
    private static readonly string[] Text = [".cs", ".csproj", ".props", ".slnx", ".json", ".md", ".yaml", ".yml", ".sql", ".txt", ".js", ".mjs", ".py", ".sh", ".jsonl", ""];

    [Fact]
    public void Every_code_block_of_the_readme_that_names_a_sample_is_that_sample()
    {
        var faults = new List<string>();
        foreach (Match block in Block().Matches(Readme()))
        {
            var sample = block.Groups["sample"].Value;
            if (!Normal(Repository.Read(sample)).Contains(Normal(block.Groups["code"].Value), StringComparison.Ordinal))
            {
                faults.Add($"README.md shows {sample} otherwise than it is");
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_csharp_block_of_the_readme_names_its_sample()
    {
        var readme = Readme();
        Assert.Equal(CSharp().Count(readme), Block().Count(readme));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var faults =
            from path in Repository.Files()
            where path.EndsWith(".md", StringComparison.Ordinal)
            from Match link in Link().Matches(Repository.Read(path))
            let target = link.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            let full = Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, target)
            where !File.Exists(full) && !Directory.Exists(full)
            select $"{path}: {target} does not exist";
        Assert.Empty(faults);
    }

    [Fact]
    public void Every_decision_stands_in_the_index()
    {
        var index = Repository.Read("docs/decisions/index.md");
        var records = Repository.Files().Where(path => path.StartsWith("docs/decisions/0", StringComparison.Ordinal)).Select(path => Path.GetFileName(path));
        Assert.DoesNotContain(records, record => !index.Contains($"({record})", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Migrations_are_numbered_one_after_the_other(string dialect)
    {
        var folder = $"src/Isaa.Storage/{dialect}/Migrations/";
        var files = Repository.Files().Where(path => path.StartsWith(folder, StringComparison.Ordinal)).Select(path => path[folder.Length..]).Order(StringComparer.Ordinal).ToList();
        Assert.All(files, (file, index) => Assert.StartsWith($"{index + 1:0000}_", file, StringComparison.Ordinal));
        Assert.NotEmpty(files);
    }

    [Fact]
    public void No_file_names_a_place_on_one_machine()
    {
        var faults =
            from path in Repository.Files()
            where Text.Contains(Path.GetExtension(path))
            from Match match in MachinePath().Matches(Repository.Read(path))
            select $"{path}: {match.Value}";
        Assert.Empty(faults);
    }

    [Fact]
    public void The_root_holds_only_what_belongs_there()
    {
        string[] allowed =
        [
            "Isaa.slnx", "global.json", "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "BannedSymbols.txt", "isaa", "test",
            "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", ".gitignore", ".gitattributes", ".git", ".ci", "src", "tests", "samples", "bench", "docs", "artifacts",
        ];
        var found = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)!);
        Assert.Empty(found.Except(allowed));
    }

    private static string Readme() => Repository.Read("README.md");

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();

    [GeneratedRegex(@"<!-- (?<sample>samples/[\w./-]+) -->\s*```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w.])/(?:work|Users)/[\w./-]+|(?<![\w/])/home/(?!user\b|me\b|you\b)\w+|registry\.npmjs\.org|api\.nuget\.org|nuget\.org/v3")]
    private static partial Regex MachinePath();
}
