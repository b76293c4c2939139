using Isaa.Models.Limits;
using Isaa.Schemas.Yaml;

namespace Isaa.Models.Providers;

/// <summary>What <c>models.yaml</c> holds: providers of one's own and the default model.</summary>
internal sealed record ProvidersFile
{
    public const string InvalidCode = "models_file_invalid";

    public static ProvidersFile Empty { get; } = new();

    public string? DefaultModel { get; init; }

    public IReadOnlyList<ProviderDefinition> Providers { get; init; } = [];

    public static ProvidersFile Parse(string text, string path, IReadOnlyList<IModelProvider> kinds)
    {
        var problems = new YamlProblems(path);
        var root = YamlText.Read(text, problems);
        var file = root is null
            ? Empty
            : new ProvidersFile
            {
                DefaultModel = root.Text("defaultModel"),
                Providers = [.. (root.Map("providers")?.NamedMaps() ?? []).Select(entry => Provider(entry.Name, entry.Value, kinds))],
            };
        root?.End();
        problems.ThrowIfAny(InvalidCode);
        return file;
    }

    private static ProviderDefinition Provider(string name, YamlMap map, IReadOnlyList<IModelProvider> kinds)
    {
        var known = kinds.SelectMany(kind => kind.BuiltIn).FirstOrDefault(builtIn => builtIn.Name == name);
        if (name.Length == 0 || name == ModelCatalog.Scripted || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            map.Problems.Add(map.Line, $"`{name}` cannot be a provider's name: letters, digits, dot, dash and underscore, and not `{ModelCatalog.Scripted}`.");
        }

        var definition = new ProviderDefinition
        {
            Name = name,
            Kind = Kind(map, known, kinds),
            Address = Address(map, known),
            KeyVariable = map.Text("keyVariable") ?? (map.Has("address") ? null : known?.KeyVariable),
            DefaultModel = map.Text("defaultModel") ?? known?.DefaultModel,
            IsFree = map.Truth("free") ?? known?.IsFree ?? false,
            AllowsPlainHttp = map.Truth("plainHttp") ?? false,
            Models = ModelLimitsReader.ReadAll(map.Map("models")),
        };
        map.End();
        return definition;
    }

    private static string Kind(YamlMap map, ProviderDefinition? known, IReadOnlyList<IModelProvider> kinds)
    {
        var kind = map.Text("kind") ?? known?.Kind ?? "openai";
        if (kinds.All(candidate => candidate.Kind != kind))
        {
            map.Wrong("kind", $"one of: {string.Join(", ", kinds.Select(candidate => candidate.Kind))}");
        }

        return kind;
    }

    private static Uri Address(YamlMap map, ProviderDefinition? known)
    {
        var text = known is null ? map.RequiredText("address") : map.Text("address");
        if (text is not null && ServiceAddress.TryParse(text, out var address))
        {
            return address;
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            map.Wrong("address", "a base address such as https://models.example.org/v1, without user name, query or fragment");
        }

        return known?.Address ?? new Uri("http://localhost");
    }
}
