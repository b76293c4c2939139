using Isaa.Schemas.Yaml;

namespace Isaa.Models.Limits;

/// <summary>Limits and prices of well-known models: those shipped, replaced entry by entry by the user's own <c>prices.yaml</c>.</summary>
internal sealed class LimitTable
{
    public const string InvalidCode = "prices_file_invalid";

    private static readonly ModelPrice Free = new() { InputPerMillion = 0, OutputPerMillion = 0 };
    private static readonly Lazy<IReadOnlyDictionary<string, ModelLimits>> Shipped = new(ReadShipped);

    private readonly YamlFile<IReadOnlyDictionary<string, ModelLimits>> _own;

    public LimitTable(string? path) => _own = new(path, text => Read(text, path!), new Dictionary<string, ModelLimits>());

    public IEnumerable<string> Names => Shipped.Value.Keys.Concat(_own.Read().Keys).Distinct();

    /// <summary>
    /// What is known of a model by its full name. A dated version falls back to its family, and a model behind a router to its maker's own entry.
    /// </summary>
    public ModelLimits Find(string fullName)
    {
        var own = _own.Read();
        foreach (var name in Candidates(fullName))
        {
            if (own.GetValueOrDefault(name) is { } mine)
            {
                return mine;
            }

            if (Shipped.Value.GetValueOrDefault(name) is { } shipped)
            {
                return fullName.EndsWith(":free", StringComparison.Ordinal) ? shipped with { Price = Free } : shipped;
            }
        }

        return new ModelLimits { Price = fullName.EndsWith(":free", StringComparison.Ordinal) ? Free : null };
    }

    private static IEnumerable<string> Candidates(string name)
    {
        yield return name;
        var plain = name.EndsWith(":free", StringComparison.Ordinal) ? name[..^5] : name;
        var undated = WithoutDate(plain);
        yield return plain;
        yield return undated;
        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        if (plain.IndexOf('/', slash + 1) > 0)
        {
            yield return plain[(slash + 1)..];
            yield return undated[(slash + 1)..];
        }
    }

    // openai/gpt-4o-2024-08-06 is a version of openai/gpt-4o, anthropic/claude-sonnet-4-5-20250929 one of anthropic/claude-sonnet-4-5.
    private static string WithoutDate(string name) =>
        name.Length > 11 && name[^11] == '-' && DateOnly.TryParseExact(name[^10..], "yyyy-MM-dd", out _) ? name[..^11]
        : name.Length > 9 && name[^9] == '-' && DateOnly.TryParseExact(name[^8..], "yyyyMMdd", out _) ? name[..^9]
        : name;

    private static IReadOnlyDictionary<string, ModelLimits> ReadShipped()
    {
        const string Name = "prices.yaml";
        using var stream = typeof(LimitTable).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd(), Name);
    }

    private static IReadOnlyDictionary<string, ModelLimits> Read(string text, string path)
    {
        var problems = new YamlProblems(path);
        var root = YamlText.Read(text, problems);
        root?.Text("asOf");
        var models = ModelLimitsReader.ReadAll(root?.Map("models"));
        root?.End();
        problems.ThrowIfAny(InvalidCode);
        return models;
    }
}
