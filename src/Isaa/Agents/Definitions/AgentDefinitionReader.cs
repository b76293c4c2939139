using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Schemas.Yaml;

namespace Isaa.Agents.Definitions;

/// <summary>Makes a definition of a file's mapping; everything that is wrong is among the mapping's problems.</summary>
internal static partial class AgentDefinitionReader
{
    public static AgentDefinition Read(YamlMap map)
    {
        var definition = new AgentDefinition
        {
            Name = map.Name(),
            Description = map.Text("description") ?? "",
            SystemPrompt = map.Text("systemPrompt"),
            Persona = Persona(map),
            Personas = PersonaReader.References(map, "personas"),
            Model = map.Model("model"),
            Models = map.Map("models") is { } models ? SettingsReader.Models(models) : new AgentModels(),
            Tools = map.Has("tools") ? map.DistinctTexts("tools") : null,
            Functions = Functions(map),
            Delegates = [.. map.Maps("delegates").Select(Delegate)],
            ToolDefinitions = ToolSettingsReader.Definitions(map),
            ToolSlots = map.Whole("toolSlots", 1, 1000),
            ToolCategories = map.DistinctTexts("toolCategories"),
            Mcp = ToolSettingsReader.Servers(map),
            Skills = map.DistinctTexts("skills"),
            Capabilities = map.DistinctTexts("capabilities"),
            Requires = map.DistinctTexts("requires"),
            Relationships = SettingsReader.Relationships(map),
            MaxChainDepth = map.Whole("maxChainDepth", 0, 20) ?? 3,
            ChainStrategy = map.Choice<ChainStrategy>("chainStrategy") ?? ChainStrategy.Sequential,
            InputSchema = map.Schema("inputSchema"),
            OutputSchema = map.Schema("outputSchema"),
            Limits = map.Map("limits") is { } limits ? Limits(limits) : new AgentLimits(),
            Budget = map.Map("budget") is { } budget ? SettingsReader.Budget(budget) : new AgentBudget(),
            Reasoning = map.Map("reasoning") is { } reasoning ? SettingsReader.Reasoning(reasoning) : new AgentReasoning(),
            Context = map.Map("context") is { } context ? SettingsReader.Context(context) : new AgentContext(),
            Approval = map.Map("approval") is { } approval ? ToolSettingsReader.Approval(approval) : new AgentApproval(),
            SubAgents = map.Map("subAgents") is { } subAgents ? SettingsReader.SubAgents(subAgents) : new AgentSubAgents(),
            Variables = map.ValueMap("variables"),
            Sampling = map.Map("sampling") is { } sampling ? Sampling(sampling) : new AgentSampling(),
            Metadata = map.TextMap("metadata"),
        };
        RefuseSameToolNames(map, definition);
        map.End();
        return definition;
    }

    private static PersonaReference? Persona(YamlMap map) => map.Find("persona") is { } value ? PersonaReader.Reference(map, "persona", value) : null;

    private static IReadOnlyList<string> Functions(YamlMap map)
    {
        var functions = map.Texts("functions");
        foreach (var wrong in functions.Where(f => !FunctionPattern().IsMatch(f)))
        {
            map.Problem("functions", $"names '{wrong}'; a function is named as NAME or NAME@VERSION.");
        }

        map.RefuseTwins("functions", functions.Select(f => f.Split('@')[0]));
        return functions;
    }

    private static AgentDelegate Delegate(YamlMap map)
    {
        var made = new AgentDelegate
        {
            Name = map.ToolName("name"),
            Description = map.Text("description") ?? "",
            Parameters = map.Schema("parameters") ?? JsonElement.Parse("""{"type":"object"}"""),
        };
        map.End();
        return made;
    }

    private static AgentLimits Limits(YamlMap map)
    {
        var limits = new AgentLimits
        {
            Turns = map.Whole("turns", 1),
            Time = map.Span("time"),
            InputTokens = map.Tokens("inputTokens"),
            OutputTokens = map.Tokens("outputTokens"),
            TotalTokens = map.Tokens("totalTokens"),
            Usd = map.Amount("usd"),
            ToolCalls = map.Whole("toolCalls"),
        };
        map.End();
        return limits;
    }

    private static AgentSampling Sampling(YamlMap map)
    {
        var standard = new AgentSampling();
        var sampling = new AgentSampling
        {
            Temperature = map.OrNull("temperature", standard.Temperature, key => map.Number(key, "a number from 0 to 2, or null", 0d, 2d)),
            TopP = map.Number("topP", "a number from 0 to 1", 0d, 1d) ?? standard.TopP,
            FrequencyPenalty = map.Number("frequencyPenalty", "a number from -2 to 2", -2d, 2d) ?? standard.FrequencyPenalty,
            PresencePenalty = map.Number("presencePenalty", "a number from -2 to 2", -2d, 2d) ?? standard.PresencePenalty,
        };
        map.End();
        return sampling;
    }

    // A model calls each by its name alone.
    private static void RefuseSameToolNames(YamlMap map, AgentDefinition definition)
    {
        var data = definition.ToolDefinitions.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in definition.Delegates.Select(d => d.Name).Concat(definition.Functions.Select(f => f.Split('@')[0])).Where(data.Contains))
        {
            map.Problem("toolDefinitions", $"names '{name}', which is also a function or a delegate.");
        }

        if (definition is { Model: not null, Models.Complex: not null } && definition.Model != definition.Models.Complex)
        {
            map.Problem("model", "and `models.complex` name different models; `model` is its short form, so leave one out.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}(?:@[1-9][0-9]{0,8})?\z")]
    private static partial Regex FunctionPattern();
}
