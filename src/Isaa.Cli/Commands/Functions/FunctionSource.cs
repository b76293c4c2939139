using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Isaa.Cli.Commands.Functions;

/// <summary>Files that hold functions: definitions as they are, and source code, which becomes a definition named after its file.</summary>
internal static partial class FunctionSource
{
    /// <summary>The ending of files that hold a definition.</summary>
    public const string Ending = ".function.yaml";

    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        [".cs"] = "csharp",
        [".py"] = "python",
        [".js"] = "javascript",
        [".mjs"] = "javascript",
    };

    /// <summary>Whether the file holds source code.</summary>
    public static bool IsCode(string file) => Languages.ContainsKey(Path.GetExtension(file));

    /// <summary>The text of a definition that a file holds.</summary>
    public static async Task<string> ReadAsync(
        CliContext context, string file, string? name, string? description, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var text = await InputFile.ReadAsync(context, file, cancellationToken);
        if (!Languages.TryGetValue(Path.GetExtension(file), out var language))
        {
            return name is null && description is null && tags.Count == 0
                ? text
                : throw new CliException(ExitCode.BadInput, "option_refused", $"{file} is a definition and says its name, description and tags itself; the options are for files of source code.");
        }

        var definition = new JsonObject
        {
            ["name"] = name ?? Path.GetFileNameWithoutExtension(file),
            ["language"] = language,
            ["code"] = text,
            ["description"] = description ?? "",
            ["tags"] = new JsonArray([.. tags.Select(t => JsonValue.Create(t))]),
        };
        return definition.ToJsonString();
    }

    /// <summary>The files that hold definitions among files and folders.</summary>
    public static IReadOnlyList<string> Find(CliContext context, IReadOnlyList<string> places)
    {
        var files = new List<string>();
        foreach (var place in places)
        {
            var path = Path.GetFullPath(place, context.Host.CurrentFolder);
            if (Directory.Exists(path))
            {
                files.AddRange(Directory.EnumerateFiles(path, $"*{Ending}").Order(StringComparer.Ordinal));
            }
            else
            {
                files.Add(path);
            }
        }

        return files.Count > 0
            ? files
            : throw new CliException(ExitCode.NotFound, "file_unknown", $"There is no file that ends in {Ending} in {string.Join(", ", places)}.");
    }

    /// <summary>Whether a name from a server can be the name of a file.</summary>
    public static bool IsName(string name) => Identifier().IsMatch(name);

    /// <summary>The name of the person who uses the tool.</summary>
    public static string Person(CliContext context) => context.Host.Environment("USER") is { Length: > 0 } user ? user : "owner";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex Identifier();
}
