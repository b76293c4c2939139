using System.Text.Json;
using Isaa.Agents;
using Isaa.Agents.Definitions;
using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Isaa.Tools;

namespace Isaa.Tests.Agents.Definitions;

public sealed class AgentSettingsTests
{
    private const string Settings = """
        name: lead
        persona: { name: terse, style: plain, tone: dry, traits: [], format: withLists, length: miniChat, apply: both, weight: heavy, quality: 0.9, keywords: [brief], model: fast, temperature: 0.1, turnFactor: 2, verification: strict, instructions: Be brief. }
        personas: [developer, analyst@2, { name: own, keywords: [x] }]
        models: { fast: openai/gpt-4o-mini, complex: openai/gpt-4o, fallbacks: [mistral/large, groq/llama], prefer: fast }
        toolDefinitions:
          - { name: look, kind: tool, target: read_file, description: Looks., schema: { type: object } }
          - { name: add, kind: function, version: 3 }
          - { name: ask, kind: agent, target: helper }
        toolSlots: 10
        toolCategories: [files, web]
        mcp:
          - { name: fs, command: npx, arguments: [-y, server], environment: { TOKEN: MY_TOKEN }, tools: [read], pin: abc, timeout: 5s }
          - { name: web, url: "https://tools.example.org/mcp", headers: { Authorization: MY_HEADER }, timeout: null }
        skills: [review]
        capabilities: [search, filter]
        requires: [gpu, "agent:lead"]
        relationships:
          - { agent: helper, kind: delegatesTo, description: Does the rest. }
          - { agent: boss, kind: reportsTo }
        maxChainDepth: 5
        chainStrategy: parallel
        inputSchema: { type: object, required: [q] }
        budget: { sessionTokens: 1, sessionUsd: 2.5, dayTokens: 3, dayUsd: 4 }
        reasoning: { mode: planned, validation: strict, maxSteps: 9, maxReplans: 1, maxRecoveries: 2, maxRevisions: 4 }
        context: { maxRatio: 0.5, offloadRatio: 0.2, displacement: 0.1, safetyTokens: 7, heavyHitterTokens: 8, historyTurns: 9 }
        approval:
          otherwise: allow
          expiry: 2h
          rules:
            - { tool: "mail_*", action: ask }
            - { risk: outward, action: deny }
        subAgents: { maxDepth: 2, maxRuns: 4, maxParallel: 1, totalTokens: 5000, turns: null, time: 90s }
        variables: { user: { name: Ann, age: 7.0 }, flag: true, nothing: null }
        """;

    [Fact]
    public void A_file_gives_each_of_its_settings()
    {
        var definition = AgentDefinitionFile.Read(Settings);

        var persona = definition.Persona!.Inline!;
        Assert.Equal(("terse", "plain", "dry", "Be brief."), (persona.Name, persona.Style, persona.Tone, persona.Instructions));
        Assert.Empty(persona.Traits);
        Assert.Equal((AnswerFormat.WithLists, AnswerLength.MiniChat, PersonaMethod.Both, PersonaWeight.Heavy), (persona.Format, persona.Length, persona.Apply, persona.Weight));
        Assert.Equal((0.9, ModelChoice.Fast, 0.1, 2, ValidationLevel.Strict), (persona.Quality, persona.Model, persona.Temperature, persona.TurnFactor, persona.Verification));
        Assert.Equal(["developer", "analyst@2", "own"], definition.Personas.Select(p => p.Name));
        Assert.Equal(("openai/gpt-4o-mini", "openai/gpt-4o", ModelChoice.Fast), (definition.Models.Fast, definition.Models.Complex, definition.Models.Prefer));
        Assert.Equal(["mistral/large", "groq/llama"], definition.Models.Fallbacks);
        Assert.Equal([("look", ToolTarget.Tool, "read_file", null), ("add", ToolTarget.Function, null, 3), ("ask", ToolTarget.Agent, "helper", (int?)null)],
            definition.ToolDefinitions.Select(t => (t.Name, t.Kind, t.Target, t.Version)));
        Assert.Equal(10, definition.ToolSlots);
        Assert.Equal(["files", "web"], definition.ToolCategories);
        Assert.Equal(("npx", "MY_TOKEN", TimeSpan.FromSeconds(5)), (definition.Mcp[0].Command, definition.Mcp[0].Environment["TOKEN"], definition.Mcp[0].Timeout));
        Assert.Equal(("https://tools.example.org/mcp", "MY_HEADER", (TimeSpan?)null), (definition.Mcp[1].Url, definition.Mcp[1].Headers["Authorization"], definition.Mcp[1].Timeout));
        Assert.Equal(["gpu", "agent:lead"], definition.Requires);
        Assert.Equal([("helper", RelationshipKind.DelegatesTo), ("boss", RelationshipKind.ReportsTo)], definition.Relationships.Select(r => (r.Agent, r.Kind)));
        Assert.Equal((5, ChainStrategy.Parallel), (definition.MaxChainDepth, definition.ChainStrategy));
        Assert.Equal(new AgentBudget { SessionTokens = 1, SessionUsd = 2.5m, DayTokens = 3, DayUsd = 4 }, definition.Budget);
        Assert.Equal(new AgentReasoning { Mode = ReasoningMode.Planned, Validation = ValidationLevel.Strict, MaxSteps = 9, MaxReplans = 1, MaxRecoveries = 2, MaxRevisions = 4 }, definition.Reasoning);
        Assert.Equal(new AgentContext { MaxRatio = 0.5, OffloadRatio = 0.2, Displacement = 0.1, SafetyTokens = 7, HeavyHitterTokens = 8, HistoryTurns = 9 }, definition.Context);
        Assert.Equal((ApprovalAction.Allow, TimeSpan.FromHours(2)), (definition.Approval.Otherwise, definition.Approval.Expiry));
        Assert.Equal([new AgentApprovalRule { Tool = "mail_*", Action = ApprovalAction.Ask }, new AgentApprovalRule { Risk = ToolRisk.Outward, Action = ApprovalAction.Deny }], definition.Approval.Rules);
        Assert.Equal(new AgentSubAgents { MaxDepth = 2, MaxRuns = 4, MaxParallel = 1, TotalTokens = 5000, Turns = null, Time = TimeSpan.FromSeconds(90) }, definition.SubAgents);
        Assert.Equal("""{"name":"Ann","age":7.0}""", definition.Variables["user"].GetRawText());
        Assert.Equal(JsonValueKind.Null, definition.Variables["nothing"].ValueKind);
    }

    [Fact]
    public void All_settings_survive_files_stores_and_the_builder()
    {
        var definition = AgentDefinitionFile.Read(Settings);
        var hash = AgentDefinitionJson.Hash(definition);

        Assert.Equal(hash, AgentDefinitionJson.Hash(AgentDefinitionFile.Read(AgentDefinitionFile.WriteYaml(definition))));
        Assert.Equal(hash, AgentDefinitionJson.Hash(AgentDefinitionFile.Read(AgentDefinitionFile.WriteJson(definition))));
        Assert.Equal(hash, AgentDefinitionJson.Hash(AgentDefinitionJson.Read(AgentDefinitionJson.Write(definition))));
        Assert.Equal(hash, AgentDefinitionJson.Hash(FlowAgentBuilder.From(definition).Build()));
    }

    [Fact]
    public void A_builder_says_all_that_a_file_can()
    {
        var file = AgentDefinitionFile.Read(Settings);
        var builder = new FlowAgentBuilder("lead")
            .WithPersona(file.Persona!.Inline!)
            .WithModels("openai/gpt-4o-mini", "openai/gpt-4o")
            .WithFallbacks("mistral/large", "groq/llama")
            .PreferModel(ModelChoice.Fast)
            .WithToolSlots(10, "files", "web")
            .WithSkills("review")
            .WithCapabilities("search", "filter")
            .WithRequires("gpu", "agent:lead")
            .AddRelationship("helper", RelationshipKind.DelegatesTo, "Does the rest.")
            .AddRelationship("boss", RelationshipKind.ReportsTo)
            .WithChain(5, ChainStrategy.Parallel)
            .WithInputSchema(file.InputSchema!.Value)
            .WithBudget(file.Budget)
            .WithReasoning(file.Reasoning)
            .WithContext(file.Context)
            .WithApproval(file.Approval)
            .WithSubAgents(file.SubAgents);
        builder = file.Personas.Aggregate(builder, (b, persona) => b.AddPersona(persona));
        builder = file.ToolDefinitions.Aggregate(builder, (b, tool) => b.AddTool(tool));
        builder = file.Mcp.Aggregate(builder, (b, server) => b.AddMcpServer(server));
        builder = file.Variables.Aggregate(builder, (b, variable) => b.WithVariable(variable.Key, variable.Value));

        Assert.Equal(AgentDefinitionJson.Hash(file), AgentDefinitionJson.Hash(builder.Build()));
    }

    [Fact]
    public void A_written_file_leaves_out_what_is_as_by_default()
    {
        var definition = AgentDefinitionFile.Read("name: a\nreasoning: { maxSteps: 9 }\nsubAgents: { turns: null }");

        Assert.Equal("name: a\nreasoning:\n  maxSteps: 9\nsubAgents:\n  turns: null\n", AgentDefinitionFile.WriteYaml(definition));
    }

    [Fact]
    public void Everything_that_is_wrong_with_settings_is_reported_at_once()
    {
        var error = Assert.Throws<IsaaException>(() => AgentDefinitionFile.Read("""
            name: a
            model: openai/gpt-4o
            persona: { name: ok, format: verse, quality: 3 }
            personas: ["../x"]
            models: { complex: openai/other, fallbacks: [gpt] }
            functions: [add]
            toolDefinitions: [{ name: add, kind: function }, { name: t, version: 2 }]
            mcp: [{ name: fs }, { name: fs, url: "ftp://x" }]
            relationships: [{ agent: b, kind: friend }]
            maxChainDepth: 99
            inputSchema: { type: nonsense }
            reasoning: { maxSteps: 0 }
            context: { maxRatio: 2 }
            approval: { rules: [{ action: ask }, { tool: x }] }
            subAgents: { time: soon }
            """));

        Assert.All(
            new[]
            {
                "`persona.format` must be one of: freeText, withTables", "`persona.quality`", "`personas` names '../x'", "`models.fallbacks` names 'gpt'", "`model` and `models.complex`",
                "`toolDefinitions` names 'add'", "`toolDefinitions[1].version`", "either a `command`", "`mcp` names 'fs' more than once", "`mcp[1].url`",
                "`relationships[0].kind` must be one of: peer, delegatesTo, reportsTo, reviews", "`maxChainDepth`", "`inputSchema`", "`reasoning.maxSteps`", "`context.maxRatio`",
                "a rule names a `tool`", "`approval.rules[1].action` is missing", "`subAgents.time`",
            },
            expected => Assert.Contains(expected, error.Message, StringComparison.Ordinal));
        Assert.Equal(18, error.Message.Split('\n').Length);
    }
}
