using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Agents.Turns;
using Isaa.Schemas.Yaml;
using YamlDotNet.RepresentationModel;

namespace Isaa.Agents.Definitions;

/// <summary>Makes a definition of a file's mapping and reports everything that is wrong.</summary>
internal sealed partial class AgentDefinitionReader(YamlProblems problems)
{
    private const int MaxName = 64;

    public AgentDefinition Read(YamlMap map)
    {
        var definition = new AgentDefinition
        {
            Name = Name(map),
            Description = map.Text("description") ?? "",
            SystemPrompt = map.Text("systemPrompt"),
            Model = Model(map),
            Tools = Tools(map),
            Functions = Functions(map),
            Delegates = [.. map.Maps("delegates").Select(Delegate)],
            OutputSchema = Schema(map, "outputSchema"),
            Limits = map.Map("limits") is { } limits ? Limits(limits) : new AgentLimits(),
            Sampling = map.Map("sampling") is { } sampling ? Sampling(sampling) : new AgentSampling(),
            Metadata = Metadata(map),
        };
        map.End();
        return definition;
    }

    private static string Name(YamlMap map)
    {
        var name = map.RequiredText("name");
        if (name.Length > 0 && !IsName(name))
        {
            map.Wrong("name", $"at most {MaxName} letters, digits, '_', '-' or '.', beginning with a letter or digit");
        }

        return name;
    }

    public static bool IsName(string name) => name.Length <= MaxName && NamePattern().IsMatch(name);

    private static string? Model(YamlMap map)
    {
        var model = map.Text("model");
        if (model is not null && !ModelPattern().IsMatch(model))
        {
            map.Wrong("model", "a name such as openai/gpt-4o: provider, slash, model");
        }

        return model;
    }

    private static IReadOnlyList<string>? Tools(YamlMap map)
    {
        if (!map.Has("tools"))
        {
            return null;
        }

        var tools = map.Texts("tools");
        foreach (var twice in tools.GroupBy(t => t, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            map.Problem("tools", $"names '{twice.Key}' more than once.");
        }

        return tools;
    }

    private static IReadOnlyList<string> Functions(YamlMap map)
    {
        var functions = map.Texts("functions");
        foreach (var wrong in functions.Where(f => !FunctionPattern().IsMatch(f)))
        {
            map.Problem("functions", $"names '{wrong}'; a function is named as NAME or NAME@VERSION.");
        }

        foreach (var twice in functions.GroupBy(f => f.Split('@')[0], StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            map.Problem("functions", $"names '{twice.Key}' more than once.");
        }

        return functions;
    }

    private AgentDelegate Delegate(YamlMap map)
    {
        var made = new AgentDelegate
        {
            Name = map.RequiredText("name"),
            Description = map.Text("description") ?? "",
            Parameters = Schema(map, "parameters") ?? JsonElement.Parse("""{"type":"object"}"""),
        };
        if (made.Name.Length > 0 && !ToolPattern().IsMatch(made.Name))
        {
            map.Wrong("name", "at most 64 letters, digits, '_' or '-'");
        }

        map.End();
        return made;
    }

    private JsonElement? Schema(YamlMap map, string key)
    {
        if (map.Map(key) is null)
        {
            return null;
        }

        var schema = JsonSerializer.SerializeToElement(map.Json(key));
        foreach (var fault in AnswerSchema.Faults(schema))
        {
            problems.Add(map.LineOf(key), $"`{key}` is no valid JSON schema: {fault}");
        }

        return schema;
    }

    private static AgentLimits Limits(YamlMap map)
    {
        var limits = new AgentLimits
        {
            Turns = map.Whole("turns", 1),
            Time = Time(map),
            InputTokens = Number(map, "inputTokens", "a whole number from 1", 1L, long.MaxValue),
            OutputTokens = Number(map, "outputTokens", "a whole number from 1", 1L, long.MaxValue),
            TotalTokens = Number(map, "totalTokens", "a whole number from 1", 1L, long.MaxValue),
            Usd = map.Amount("usd"),
            ToolCalls = map.Whole("toolCalls"),
        };
        map.End();
        return limits;
    }

    private static TimeSpan? Time(YamlMap map)
    {
        if (map.Text("time") is not { } text)
        {
            return null;
        }

        if (DurationConverter.TryParse(text, out var time) && time > TimeSpan.Zero)
        {
            return time;
        }

        map.Wrong("time", "a duration such as 90s, 10m, 1h30m, 1d or 01:30:00");
        return null;
    }

    private static AgentSampling Sampling(YamlMap map)
    {
        var standard = new AgentSampling();
        var sampling = new AgentSampling
        {
            Temperature = map.Keys.Contains("temperature") ? Number(map, "temperature", "a number from 0 to 2, or null", 0d, 2d) : standard.Temperature,
            TopP = Number(map, "topP", "a number from 0 to 1", 0d, 1d) ?? standard.TopP,
            FrequencyPenalty = Number(map, "frequencyPenalty", "a number from -2 to 2", -2d, 2d) ?? standard.FrequencyPenalty,
            PresencePenalty = Number(map, "presencePenalty", "a number from -2 to 2", -2d, 2d) ?? standard.PresencePenalty,
        };
        map.End();
        return sampling;
    }

    private static Dictionary<string, string> Metadata(YamlMap map)
    {
        if (map.Map("metadata") is not { } entries)
        {
            return [];
        }

        return entries.Keys.ToDictionary(key => key, key => entries.Find(key) is null or YamlScalarNode ? entries.Text(key) ?? "" : Nested(entries, key), StringComparer.Ordinal);
    }

    private static string Nested(YamlMap entries, string key)
    {
        entries.Wrong(key, "a text");
        return "";
    }

    private static T? Number<T>(YamlMap map, string key, string right, T min, T max)
        where T : struct, INumber<T>
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        map.Wrong(key, right);
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}(?:@[1-9][0-9]{0,8})?\z")]
    private static partial Regex FunctionPattern();

    [GeneratedRegex(@"\A[^/\s]+/.+\z")]
    private static partial Regex ModelPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ToolPattern();
}
