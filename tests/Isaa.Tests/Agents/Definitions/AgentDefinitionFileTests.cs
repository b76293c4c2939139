using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Isaa.Agents;
using Isaa.Agents.Definitions;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;

namespace Isaa.Tests.Agents.Definitions;

public sealed class AgentDefinitionFileTests
{
    private const string Full = """
        name: data-worker
        description: Works on data.
        systemPrompt: |
          You are a data specialist.
          You check what you write.
        model: openrouter/openai/gpt-4o
        tools: [read_file, write_file]
        delegates:
          - name: getUserCount
            description: Counts users.
            parameters:
              type: object
        outputSchema:
          type: object
          properties:
            answer: { type: integer }
        limits:
          turns: 12
          time: 1h30m
          inputTokens: 100000
          outputTokens: 20000
          totalTokens: 110000
          usd: 0.25
          toolCalls: 40
        sampling:
          temperature: 0.2
          topP: 0.9
          frequencyPenalty: -1
          presencePenalty: 1.5
        metadata:
          team: research
        """;

    [Fact]
    public void A_file_gives_each_of_its_values()
    {
        var definition = AgentDefinitionFile.Read(Full);

        Assert.Equal("data-worker", definition.Name);
        Assert.Equal("Works on data.", definition.Description);
        Assert.Equal("You are a data specialist.\nYou check what you write.\n", definition.SystemPrompt);
        Assert.Equal("openrouter/openai/gpt-4o", definition.Model);
        Assert.Equal(["read_file", "write_file"], definition.Tools!);
        Assert.Equal("getUserCount", Assert.Single(definition.Delegates).Name);
        Assert.Equal("integer", definition.OutputSchema!.Value.GetProperty("properties").GetProperty("answer").GetProperty("type").GetString());
        Assert.Equal(
            new AgentLimits
            {
                Turns = 12,
                Time = TimeSpan.FromMinutes(90),
                InputTokens = 100_000,
                OutputTokens = 20_000,
                TotalTokens = 110_000,
                Usd = 0.25m,
                ToolCalls = 40,
            },
            definition.Limits);
        Assert.Equal(new AgentSampling { Temperature = 0.2, TopP = 0.9, FrequencyPenalty = -1, PresencePenalty = 1.5 }, definition.Sampling);
        Assert.Equal("research", definition.Metadata["team"]);
    }

    [Fact]
    public void What_a_file_leaves_out_has_the_stated_defaults()
    {
        var definition = AgentDefinitionFile.Read("name: small");

        Assert.Null(definition.Tools);
        Assert.Null(definition.Model);
        Assert.Null(definition.OutputSchema);
        Assert.Equal(new AgentSampling { Temperature = 0.7, TopP = 1.0, FrequencyPenalty = 0, PresencePenalty = 0 }, definition.Sampling);
        Assert.Equal(new AgentLimits(), definition.Limits);
        Assert.Equal((3, ChainStrategy.Sequential), (definition.MaxChainDepth, definition.ChainStrategy));
        Assert.Equal((0.85, 0.7, 0.4, 500, 1000, 25), (definition.Context.MaxRatio, definition.Context.OffloadRatio, definition.Context.Displacement, definition.Context.SafetyTokens, definition.Context.HeavyHitterTokens, definition.Context.HistoryTurns));
        Assert.Equal(AgentDefinitionJson.Hash(new AgentDefinition { Name = "small" }), AgentDefinitionJson.Hash(definition));
    }

    [Fact]
    public void An_unknown_key_is_refused_with_its_line_and_the_nearest_name()
    {
        var error = Assert.Throws<IsaaException>(() => AgentDefinitionFile.Read("name: a\nsystemPromt: x\n", "a.yaml"));

        Assert.Equal("agent_invalid", error.Code);
        Assert.Contains("a.yaml:2:", error.Message, StringComparison.Ordinal);
        Assert.Contains("systemPrompt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once()
    {
        var error = Assert.Throws<IsaaException>(() => AgentDefinitionFile.Read("""
            name: ../evil
            model: gpt-4o
            tools: [shell, shell]
            limits:
              turns: 0
              time: soon
              money: 3
            sampling:
              temperature: 3
            """));

        Assert.All(
            new[] { "`name`", "`model`", "`tools`", "`limits.turns`", "`limits.time`", "`limits.money`", "`sampling.temperature`" },
            expected => Assert.Contains(expected, error.Message, StringComparison.Ordinal));
        Assert.Equal(7, error.Message.Split('\n').Length);
    }

    [Fact]
    public void A_temperature_of_null_is_left_to_the_provider_and_survives_being_written()
    {
        var definition = AgentDefinitionFile.Read("name: a\nsampling: { temperature: null }");

        Assert.Null(definition.Sampling.Temperature);
        Assert.Null(AgentDefinitionFile.Read(AgentDefinitionFile.WriteYaml(definition)).Sampling.Temperature);
        Assert.Null(AgentDefinitionJson.Read(AgentDefinitionJson.Write(definition)).Sampling.Temperature);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("00:00:05", 5)]
    public void Durations_have_several_forms(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), AgentDefinitionFile.Read($"name: a\nlimits: {{ time: \"{text}\" }}").Limits.Time);

    [Fact]
    public void Json_with_tabs_and_escaped_pairs_is_read_like_yaml()
    {
        var definition = AgentDefinitionFile.Read("{\n\t\"name\": \"a\",\n\t\"description\": \"tab\\tsmile \\ud83d\\ude00 slash\\/ back\\\\u\"\n}");

        Assert.Equal("tab\tsmile \U0001F600 slash/ back\\u", definition.Description);
    }

    [Fact]
    public void Writing_and_reading_a_definition_changes_nothing() =>
        Prop.ForAll(Definitions(), definition =>
        {
            var hash = AgentDefinitionJson.Hash(definition);
            Assert.Equal(hash, AgentDefinitionJson.Hash(AgentDefinitionFile.Read(AgentDefinitionFile.WriteYaml(definition))));
            Assert.Equal(hash, AgentDefinitionJson.Hash(AgentDefinitionFile.Read(AgentDefinitionFile.WriteJson(definition))));
            Assert.Equal(hash, AgentDefinitionJson.Hash(AgentDefinitionJson.Read(AgentDefinitionJson.Write(definition))));
            Assert.Equal(hash, AgentDefinitionJson.Hash(FlowAgentBuilder.From(definition).Build()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Metadata_in_another_order_is_the_same_definition()
    {
        var one = AgentDefinitionFile.Read("name: a\nmetadata: { x: one, y: two }");
        var other = AgentDefinitionFile.Read("name: a\nmetadata: { y: two, x: one }");

        Assert.Equal(AgentDefinitionJson.Hash(one), AgentDefinitionJson.Hash(other));
    }

    private static Arbitrary<AgentDefinition> Definitions()
    {
        var texts = Gen.OneOf(
            Gen.Elements("", "true", "null", "3", "1e5", "- a", "a: b", "# no", "'q'", "\"q\"", "line\nline", " lead", "trail ", "tab\there", "a\n\nb\n", "é😀", "@x", "yes", "a\u0085b", "a\rb"),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => Clean(s.Get)));
        var generator =
            from description in texts
            from prompt in Gen.OneOf(Gen.Constant<string?>(null), texts.Select(t => (string?)t))
            from tools in Gen.OneOf(Gen.Constant<IReadOnlyList<string>?>(null), Gen.SubListOf("read_file", "write_file", "shell").Select(l => (IReadOnlyList<string>?)[.. l]))
            from turns in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, 1000).Select(n => (int?)n))
            from seconds in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, 1_000_000).Select(n => (int?)n))
            from cents in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 100_000).Select(n => (int?)n))
            from temperature in Gen.OneOf(Gen.Constant<double?>(null), Gen.Choose(0, 200).Select(n => (double?)(n / 100.0)))
            from key in texts
            from value in texts
            from schema in Gen.OneOf(Gen.Constant<JsonElement?>(null), texts.Select(t => (JsonElement?)JsonSerializer.SerializeToElement(new { type = "string", description = t })))
            select new AgentDefinition
            {
                Name = "agent-1",
                Description = description,
                SystemPrompt = prompt,
                Tools = tools,
                OutputSchema = schema,
                Limits = new AgentLimits { Turns = turns, Time = seconds is { } s ? TimeSpan.FromSeconds(s) : null, Usd = cents / 100m },
                Sampling = new AgentSampling { Temperature = temperature },
                Metadata = new Dictionary<string, string> { [$"k{key}"] = value },
            };
        return Arb.From(generator);
    }

    // What JSON cannot carry (lone halves of a character) no definition can hold.
    private static string Clean(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
