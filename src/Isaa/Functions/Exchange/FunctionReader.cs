using System.Globalization;
using System.Text.Json;
using Isaa.Schemas.Yaml;
using YamlDotNet.RepresentationModel;

namespace Isaa.Functions.Exchange;

/// <summary>Makes a function of a file's mapping and reports everything that cannot be read.</summary>
internal sealed class FunctionReader(YamlProblems problems)
{
    public FunctionDefinition Read(YamlMap map)
    {
        var standard = new FunctionDefinition { Name = map.RequiredText("name"), Language = Language(map), Code = map.RequiredText("code") };
        var definition = standard with
        {
            Description = map.Text("description") ?? "",
            InputSchema = Schema(map, "inputSchema"),
            OutputSchema = Schema(map, "outputSchema"),
            IsAsync = map.Truth("isAsync") ?? standard.IsAsync,
            NeedsContext = map.Truth("needsContext") ?? standard.NeedsContext,
            SafeMode = map.Truth("safeMode") ?? standard.SafeMode,
            Limits = map.Map("limits") is { } limits ? Limits(limits) : standard.Limits,
            AllowedImports = map.Has("allowedImports") ? map.Texts("allowedImports") : null,
            Network = map.Texts("network"),
            Tags = map.Texts("tags"),
            Author = map.Text("author"),
            Tests = [.. map.Maps("tests").Select(Test)],
        };
        map.End();
        return definition;
    }

    private static FunctionLanguage Language(YamlMap map)
    {
        var text = map.RequiredText("language");
        var language = FunctionNames.FindLanguage(text);
        if (language is null && text.Length > 0)
        {
            map.Wrong("language", string.Join(" or ", FunctionNames.LanguageNames));
        }

        return language ?? FunctionLanguage.CSharp;
    }

    // A schema is a mapping, or true or false; whether it is a valid one is checked with the function.
    private static JsonElement? Schema(YamlMap map, string key)
    {
        if (!map.Has(key))
        {
            return null;
        }

        if (map.Find(key) is YamlSequenceNode)
        {
            map.Wrong(key, "a JSON schema");
            return null;
        }

        return JsonSerializer.SerializeToElement(map.Json(key));
    }

    private static FunctionLimits Limits(YamlMap map)
    {
        var standard = new FunctionLimits();
        var limits = new FunctionLimits
        {
            MemoryBytes = Bytes(map, "memoryBytes") ?? standard.MemoryBytes,
            Timeout = Time(map, "timeout") ?? standard.Timeout,
            CpuSeconds = map.Whole("cpuSeconds") ?? standard.CpuSeconds,
            OutputBytes = map.Whole("outputBytes") ?? standard.OutputBytes,
            LogBytes = map.Whole("logBytes") ?? standard.LogBytes,
            Processes = map.Whole("processes") ?? standard.Processes,
            TemporaryBytes = Bytes(map, "temporaryBytes") ?? standard.TemporaryBytes,
            NetworkBytes = Bytes(map, "networkBytes") ?? standard.NetworkBytes,
        };
        map.End();
        return limits;
    }

    private static long? Bytes(YamlMap map, string key)
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
        {
            return bytes;
        }

        map.Wrong(key, "a whole number of bytes");
        return null;
    }

    // As it is written in JSON, or as people write it.
    private static TimeSpan? Time(YamlMap map, string key) =>
        TimeSpan.TryParseExact(map.Text(key), "c", CultureInfo.InvariantCulture, out var time) && map.Text(key)!.Contains(':', StringComparison.Ordinal)
            ? time
            : map.Duration(key);

    private FunctionTest Test(YamlMap map)
    {
        var test = new FunctionTest
        {
            Name = map.RequiredText("name"),
            Input = JsonSerializer.SerializeToElement(map.Json("input") ?? new System.Text.Json.Nodes.JsonObject()),
            Expected = map.Keys.Contains("expected") ? JsonSerializer.SerializeToElement(map.Json("expected")) : null,
            Outcome = Outcome(map),
            Context = map.Map("context") is { } context ? Context(context) : null,
        };
        map.End();
        return test;
    }

    private FunctionOutcome Outcome(YamlMap map)
    {
        if (map.Text("outcome") is not { } text)
        {
            return FunctionOutcome.Completed;
        }

        if (FunctionNames.FindOutcome(text) is { } outcome)
        {
            return outcome;
        }

        problems.Add(map.LineOf("outcome"), $"`outcome` must be {string.Join(", ", FunctionNames.OutcomeNames)}.");
        return FunctionOutcome.Completed;
    }

    private static FunctionContext Context(YamlMap map)
    {
        var context = new FunctionContext { Session = map.Text("session"), Job = map.Text("job"), Agent = map.Text("agent") };
        map.End();
        return context;
    }
}
