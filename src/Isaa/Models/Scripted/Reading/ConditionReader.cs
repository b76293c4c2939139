using Isaa.Models.Scripted.Templates;
using Isaa.Schemas.Yaml;
using YamlDotNet.RepresentationModel;
using Condition = System.Func<Isaa.Models.Scripted.Moment, bool>;

namespace Isaa.Models.Scripted.Reading;

/// <summary>Reads the conditions under which a turn is played.</summary>
internal sealed class ConditionReader(TextReader texts)
{
    public IReadOnlyList<Condition> Read(YamlMap? when)
    {
        if (when is null)
        {
            return [];
        }

        var conditions = new List<Condition?>
        {
            Number(when, "turn", moment => moment.Turn),
            Number(when, "results", moment => moment.Results.Count),
            Text(when, "task") is { } task ? moment => task(moment.Task, moment) : null,
            Text(when, "anyMessage") is { } any ? moment => moment.AnyText(text => any(text, moment)) : null,
            LastTool(when),
            Result(when.Map("lastResult"), _ => true),
            ResultOf(when.Map("resultOf")),
            when.Has("toolOffered") && when.Texts("toolOffered") is { } offered ? moment => offered.All(moment.IsOffered) : null,
            when.Has("called") && when.Texts("called") is { } called ? moment => called.All(moment.Called.Contains) : null,
            when.Has("notCalled") && when.Texts("notCalled") is { } not ? moment => !not.Any(moment.Called.Contains) : null,
        };
        conditions.AddRange(Variables(when.Map("variables")));
        conditions.Add(Any(when.Maps("any")));
        conditions.Add(Not(when.Map("not")));
        when.End();
        return [.. conditions.OfType<Condition>()];
    }

    private Condition? Any(IReadOnlyList<YamlMap> maps)
    {
        var choices = maps.Select(Read).ToList();
        return choices.Count == 0 ? null : moment => choices.Any(choice => choice.All(condition => condition(moment)));
    }

    private Condition? Not(YamlMap? map)
    {
        var conditions = Read(map);
        return map is null ? null : moment => !conditions.All(condition => condition(moment));
    }

    private static Condition? LastTool(YamlMap when)
    {
        if (!when.Has("lastTool"))
        {
            return null;
        }

        var names = when.Texts("lastTool");
        return moment => moment.LastResult is { } last && names.Contains(last.Tool);
    }

    private Condition? ResultOf(YamlMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var tool = map.RequiredText("tool");
        return Result(map, result => result.Tool == tool);
    }

    private Condition? Result(YamlMap? map, Func<ToolResult, bool> isMeant)
    {
        if (map is null)
        {
            return null;
        }

        var isError = map.Truth("isError");
        var isUnknown = map.Truth("isUnknown");
        var path = map.Text("path");
        if (path is not null && !JsonPath.IsValid(path))
        {
            map.Wrong("path", "names and indices such as items[0].name");
        }

        var text = TextChecks(map);
        map.End();
        return moment => moment.Results.LastOrDefault(isMeant) is { } result
            && (isError is null || isError == result.IsError)
            && (isUnknown is null || isUnknown == result.IsUnknown)
            && (path is null ? result.Text : JsonPath.Find(result.Text, path)) is { } value
            && text(value, moment);
    }

    private IEnumerable<Condition> Variables(YamlMap? map)
    {
        foreach (var name in map?.Keys ?? [])
        {
            texts.Use(name, map!.LineOf(name));
            if (Text(map, name, isWhole: true) is { } check)
            {
                yield return moment => moment.Find(name) is { } value && check(value, moment);
            }
        }
    }

    // A plain text means that it is contained, or for variables that it is equal.
    private Func<string, Moment, bool>? Text(YamlMap map, string key, bool isWhole = false)
    {
        switch (map.Find(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                var template = texts.Parse(scalar.Value ?? "", scalar.Start.Line);
                return isWhole
                    ? (text, moment) => text == template.Fill(moment)
                    : (text, moment) => text.Contains(template.Fill(moment), StringComparison.Ordinal);
            default:
                var checks = map.Map(key);
                var all = checks is null ? null : TextChecks(checks);
                checks?.End();
                return all;
        }
    }

    private Func<string, Moment, bool> TextChecks(YamlMap map)
    {
        var checks = new List<Func<string, Moment, bool>>();
        foreach (var template in Templates(map, "equals"))
        {
            checks.Add((text, moment) => text == template.Fill(moment));
        }

        foreach (var template in Templates(map, "contains"))
        {
            checks.Add((text, moment) => text.Contains(template.Fill(moment), StringComparison.Ordinal));
        }

        foreach (var template in Templates(map, "lacks"))
        {
            checks.Add((text, moment) => !text.Contains(template.Fill(moment), StringComparison.Ordinal));
        }

        foreach (var pattern in Patterns(map, "matches"))
        {
            checks.Add((text, moment) => pattern.Find(text, moment).Success);
        }

        foreach (var pattern in Patterns(map, "lacksMatch"))
        {
            checks.Add((text, moment) => !pattern.Find(text, moment).Success);
        }

        return (text, moment) => checks.TrueForAll(check => check(text, moment));
    }

    private IReadOnlyList<Template> Templates(YamlMap map, string key) =>
        map.Has(key) ? [.. map.Texts(key).Select(text => texts.Parse(text, map.LineOf(key)))] : [];

    private IReadOnlyList<Pattern> Patterns(YamlMap map, string key) =>
        map.Has(key) ? [.. map.Texts(key).Select(text => texts.ParsePattern(text, map.LineOf(key)))] : [];

    // A number alone must be met exactly; `{ min: 2, max: 5 }` is a range.
    private static Condition? Number(YamlMap map, string key, Func<Moment, int> value)
    {
        if (map.Find(key) is not YamlMappingNode)
        {
            return map.Whole(key) is { } exact ? moment => value(moment) == exact : null;
        }

        var range = map.Map(key)!;
        var min = range.Whole("min") ?? 0;
        var max = range.Whole("max") ?? int.MaxValue;
        range.End();
        return moment => value(moment) >= min && value(moment) <= max;
    }
}
