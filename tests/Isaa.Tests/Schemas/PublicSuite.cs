using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Schemas;
using Isaa.Tests.Architecture;

namespace Isaa.Tests.Schemas;

/// <summary>The JSON-Schema-Test-Suite, read from beside the checkout or from the folder that <c>ISAA_SCHEMA_SUITE</c> names.</summary>
internal static class PublicSuite
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("ISAA_SCHEMA_SUITE") ?? Path.Combine(Repository.Root, "..", "shared", "data", "json-schema-test-suite");

    public static bool IsThere => Directory.Exists(Path.Combine(Folder, "tests"));

    /// <summary>The test files of a draft below a folder, without their ending.</summary>
    public static IEnumerable<string> Files(string draft, string below = "")
    {
        var folder = Path.Combine(Folder, "tests", draft, below);
        return IsThere
            ? Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>Runs one file and names every case whose verdict is not the expected one.</summary>
    public static (IReadOnlyList<string> Failures, int Cases) Run(string draft, string file, bool assertFormats)
    {
        var options = new SchemaOptions { AssertFormats = assertFormats, DefaultsToDraft7 = draft == "draft7", Documents = Remotes() };
        var failures = new List<string>();
        var cases = 0;
        using var groups = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "tests", draft, file + ".json")));
        foreach (var group in groups.RootElement.EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                var expected = test.GetProperty("valid").GetBoolean();
                var verdict = Verdict(group.GetProperty("schema"), test.GetProperty("data"), options);
                if (verdict != (expected ? "valid" : "invalid"))
                {
                    failures.Add($"{group.GetProperty("description")} / {test.GetProperty("description")}: expected {(expected ? "valid" : "invalid")}, got {verdict}");
                }
            }
        }

        return (failures, cases);
    }

    private static string Verdict(JsonElement schema, JsonElement data, SchemaOptions options)
    {
        try
        {
            var read = JsonSchema.Parse(schema, options);
            var errors = read.Validate(data);
            return errors.Count == 0 != read.Accepts(data) ? "two verdicts" : errors.Count == 0 ? "valid" : "invalid";
        }
        catch (IsaaException e)
        {
            return e.Message;
        }
    }

    private static Dictionary<string, JsonElement> Remotes()
    {
        var remotes = Path.Combine(Folder, "remotes");
        return Directory.EnumerateFiles(remotes, "*.json", SearchOption.AllDirectories).ToDictionary(
            path => "http://localhost:1234/" + Path.GetRelativePath(remotes, path).Replace('\\', '/'),
            path => JsonElement.Parse(File.ReadAllText(path)));
    }
}
