using Isaa.Schemas.Yaml;

namespace Isaa.Models.Limits;

/// <summary>Reads limits and prices of models from YAML.</summary>
internal static class ModelLimitsReader
{
    public static ModelLimits Read(YamlMap map)
    {
        var input = map.Amount("inputPerMillion");
        var output = map.Amount("outputPerMillion");
        var cached = map.Amount("cachedInputPerMillion");
        var limits = new ModelLimits
        {
            ContextTokens = map.Whole("contextTokens", 1),
            OutputTokens = map.Whole("outputTokens", 1),
            Price = input is null || output is null
                ? null
                : new ModelPrice { InputPerMillion = input.Value, OutputPerMillion = output.Value, CachedInputPerMillion = cached },
        };
        if (input is null != output is null || (input is null && cached is not null))
        {
            map.Problems.Add(map.Line, "a price needs both `inputPerMillion` and `outputPerMillion`.");
        }

        map.End();
        return limits;
    }

    public static IReadOnlyDictionary<string, ModelLimits> ReadAll(YamlMap? models) =>
        models?.NamedMaps().ToDictionary(entry => entry.Name, entry => Read(entry.Value)) ?? [];
}
