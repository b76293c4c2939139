using Isaa.Agents;
using Isaa.Agents.Personas;
using Isaa.Agents.Registry;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Personas;

public sealed class PersonaTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_persona_shapes_prompt_temperature_and_turns()
    {
        var client = new FakeChatClient().ThenText("done");
        await using var bed = new AgentBed(client);
        var persona = new Persona { Name = "p", Style = "plain", Tone = "dry", Instructions = "Never joke.", Temperature = 0.1, Length = AnswerLength.MiniChat };
        await RegisterAsync(bed, new AgentDefinition { Name = "a", Persona = PersonaReference.Of(persona) });

        await bed.RunAsync(agent: "a");

        var call = Assert.Single(client.Calls);
        Assert.Contains("your style is plain, your tone is dry. You are helpful, concise. Your answer has 10 to 50 words.\nNever joke.", call.Said, StringComparison.Ordinal);
        Assert.Equal(0.1f, call.Options.Temperature);
    }

    [Fact]
    public async Task A_run_may_name_another_persona_than_its_agent()
    {
        var client = new FakeChatClient().ThenText("one").ThenText("two");
        await using var bed = new AgentBed(client);
        await RegisterAsync(bed, new AgentDefinition { Name = "a", Persona = PersonaReference.To("developer") });

        await bed.RunAsync(agent: "a", options: new AgentRunOptions { Persona = "executive" });
        await bed.RunAsync(agent: "a");

        Assert.Contains("persona is 'executive'", client.Calls[0].Said, StringComparison.Ordinal);
        Assert.Contains("persona is 'developer'", client.Calls[1].Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fix the bug in this code", "developer")]
    [InlineData("Compare the data of both years", "analyst")]
    [InlineData("Decode this message", "assistant")]
    [InlineData("Just say hello", "assistant")]
    public async Task The_persona_whose_keywords_fit_a_request_best_is_used(string request, string expected)
    {
        var client = new FakeChatClient().ThenText("done");
        await using var bed = new AgentBed(client);
        await RegisterAsync(bed, new AgentDefinition
        {
            Name = "a",
            Persona = PersonaReference.To("assistant"),
            Personas = [PersonaReference.To("developer"), PersonaReference.To("analyst")],
        });

        await bed.RunAsync(request, agent: "a");

        Assert.Contains($"persona is '{expected}'", client.Calls[0].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_persona_replaces_a_preset_and_a_run_keeps_the_version_it_was_added_with()
    {
        var client = new FakeChatClient().ThenText("done").ThenText("done");
        await using var bed = new AgentBed(client);
        await RegisterAsync(bed, new AgentDefinition { Name = "a", Persona = PersonaReference.To("developer") });
        var shelf = bed.Get<PersonaShelf>();
        Assert.Equal(1, await shelf.SaveAsync(new Persona { Name = "developer", Style = "first" }, cancellationToken: Cancellation));
        var run = await bed.Runner.EnqueueAsync("a", "go", cancellationToken: Cancellation);
        Assert.Equal(2, await shelf.SaveAsync(new Persona { Name = "developer", Style = "second" }, cancellationToken: Cancellation));

        await bed.WaitAsync(run);
        await bed.RunAsync(agent: "a", options: new AgentRunOptions { Persona = "developer@2" });

        Assert.Contains("style is first", client.Calls[0].Said, StringComparison.Ordinal);
        Assert.Contains("style is second", client.Calls[1].Said, StringComparison.Ordinal);
        Assert.Equal(["analyst", "assistant", "creative", "developer", "executive"], (await shelf.ListAsync(cancellationToken: Cancellation)).Select(p => p.Name));
    }

    [Fact]
    public async Task A_persona_there_is_not_is_refused_when_the_run_is_added()
    {
        await using var bed = new AgentBed(new FakeChatClient());

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Runner.EnqueueAsync("self", "go", new AgentRunOptions { Persona = "develper" }, Cancellation));

        Assert.Equal("persona_unknown", error.Code);
        Assert.Contains("developer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_have_the_personas_form_is_sent_back_and_then_taken_with_a_warning()
    {
        var client = new FakeChatClient().ThenText("just words").ThenText("still words").ThenText("words again");
        await using var bed = new AgentBed(client);
        var persona = new Persona { Name = "p", Format = AnswerFormat.WithBulletPoints, Apply = PersonaMethod.PostProcess };
        await RegisterAsync(bed, new AgentDefinition { Name = "a", Persona = PersonaReference.Of(persona) });

        var run = await bed.Runner.EnqueueAsync("a", "go", cancellationToken: Cancellation);
        var result = await bed.WaitAsync(run);

        Assert.Equal((AgentRunStatus.Completed, "words again", 3), (result.Status, result.Text, client.Calls.Count));
        Assert.DoesNotContain("persona", client.Calls[0].Said, StringComparison.Ordinal);
        Assert.Contains("Your persona is 'p'", client.Calls[1].Said, StringComparison.Ordinal);
        Assert.Contains("bullet points, each on a line that begins with '- '; yours does not", client.Calls[1].Said, StringComparison.Ordinal);
        Assert.Contains(await bed.EventsAsync(run), e => e is AgentEvent.Warning { Code: "answer_form" });
    }

    [Theory]
    [InlineData(AnswerFormat.WithTables, "| a | b |\n|---|---|\n| 1 | 2 |", "a b")]
    [InlineData(AnswerFormat.WithBulletPoints, "- one", "one - two")]
    [InlineData(AnswerFormat.WithLists, "1. one\n2. two", "one")]
    [InlineData(AnswerFormat.TextOnly, "Plain words.", "# Title")]
    [InlineData(AnswerFormat.MdText, "# Title\ntext", "text")]
    [InlineData(AnswerFormat.YamlText, "a: 1\nb: 2", "Sure: here\n it: is: wrong")]
    [InlineData(AnswerFormat.JsonText, "{\"a\": 1}", "Here: {}")]
    [InlineData(AnswerFormat.CodeStructure, "```csharp\nvar a = 1;\n```", "var a = 1;")]
    public void Forms_are_told_apart(AnswerFormat format, string right, string wrong)
    {
        var persona = new Persona { Name = "p", Format = format };

        Assert.Equal(1, AnswerForm.Judge(persona, right).Score);
        Assert.Equal(0, AnswerForm.Judge(persona, wrong).Score);
    }

    [Theory]
    [InlineData(5, 0.5)]
    [InlineData(10, 1)]
    [InlineData(50, 1)]
    [InlineData(100, 0.5)]
    public void Lengths_count_by_how_far_they_are_off(int words, double score) =>
        Assert.Equal(score, AnswerForm.Judge(new Persona { Name = "p", Length = AnswerLength.MiniChat }, string.Join(' ', Enumerable.Repeat("word", words))).Score);

    [Fact]
    public void A_persona_changes_what_a_run_works_with()
    {
        var persona = new Persona { Name = "p", Temperature = 0.2, Verification = ValidationLevel.Strict, TurnFactor = 1.5 };

        var definition = PersonaEffect.Apply(new AgentDefinition { Name = "a" }, persona);

        Assert.Equal((0.2, ValidationLevel.Strict), (definition.Sampling.Temperature, definition.Reasoning.Validation));
        Assert.Equal(15, PersonaEffect.Apply(new AgentLimits { Turns = 10 }, persona).Turns);
        Assert.Null(PersonaEffect.Apply(new AgentLimits(), persona).Turns);
    }

    [Fact]
    public void The_presets_are_right_by_the_rules_for_files() => Assert.All(PersonaPresets.All, Isaa.Agents.Definitions.PersonaFile.Check);

    private static Task<AgentVersion> RegisterAsync(AgentBed bed, AgentDefinition definition) =>
        bed.Registry.RegisterAsync(definition with { Reasoning = new AgentReasoning { Mode = ReasoningMode.Direct } }, cancellationToken: Cancellation);
}
