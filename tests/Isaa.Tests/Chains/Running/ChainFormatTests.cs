using System.Text.Json;
using Isaa.Chains;
using Isaa.Chains.Values;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Running;

public sealed class ChainFormatTests
{
    private static readonly PersonData Mike = new("Mike", 30, ["surfing", "coding"]);

    private readonly FakeAgent _extractor = FakeAgent.Structured("extractor", Mike);
    private readonly FakeAgent _analyzer = new("analyzer");

    [Fact]
    public async Task The_agent_right_before_is_asked_for_the_data()
    {
        var result = await RunAsync(Agent(_extractor) >> CF<PersonData>());
        Assert.Equal("Mike", result.Read<PersonData>().Name);
        var call = Assert.Single(_extractor.Calls);
        Assert.Equal("object", call.Schema!.Value.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_field_gives_its_value_several_give_an_object_and_all_give_everything()
    {
        Assert.Equal("""analyzer(["surfing","coding"])""", (await RunAsync(Agent(_extractor) >> CF<PersonData>() - "interests" >> Agent(_analyzer))).Text);
        Assert.Equal("""analyzer({"name":"Mike","age":30})""", (await RunAsync(Agent(_extractor) >> CF<PersonData>() - ("name", "age") >> Agent(_analyzer))).Text);
        Assert.Equal(Mike.Name, (await RunAsync(Agent(_extractor) >> CF<PersonData>() - "*")).Read<PersonData>().Name);
    }

    [Fact]
    public async Task A_mapped_field_runs_the_next_node_once_for_each_element_in_order()
    {
        var result = await RunAsync(Agent(_extractor) >> CF<PersonData>() - "interests[n]" >> Agent(_analyzer));
        Assert.Equal(["analyzer(surfing)", "analyzer(coding)"], result.Read<string[]>());
    }

    [Fact]
    public async Task Functions_groups_and_formats_can_be_mapped()
    {
        var each = Agent(_extractor) >> CF<PersonData>() - "interests[n]";
        Assert.Equal(["SURFING", "CODING"], (await RunAsync(each >> (text => text.ToUpperInvariant()))).Read<string[]>());
        Assert.Equal("""[["analyzer(surfing)","extractor(surfing)"],["analyzer(coding)","extractor(coding)"]]""", (await RunAsync(each >> (Agent(_analyzer) + Agent(_extractor)))).Text);

        var formatter = FakeAgent.Structured("formatter", new TaskList(["t"], "low"));
        var formatted = await RunAsync(each >> CF<TaskList>(), new ChainRunOptions { Formatter = formatter });
        Assert.Equal(2, formatted.Items.Count);
        Assert.Equal(["surfing", "coding"], formatter.Calls.Select(c => c.Input).OrderDescending());
    }

    [Fact]
    public async Task A_format_inside_the_mapped_group_is_asked_of_its_agent_and_one_after_it_formats_the_list_once()
    {
        var analyst = FakeAgent.Structured("analyst", new Analysis("fine", [], 1));
        var formatter = FakeAgent.Structured("formatter", new Analysis("all", [], 2));
        var each = Agent(_extractor) >> CF<PersonData>() - "interests[n]";

        var inside = await RunAsync(each >> (Agent(analyst) >> CF<Analysis>()), new ChainRunOptions { Formatter = formatter });
        Assert.Equal(2, inside.Items.Count);
        Assert.All(analyst.Calls, call => Assert.NotNull(call.Schema));
        Assert.Empty(formatter.Calls);

        var after = await RunAsync(each >> Agent(_analyzer) >> CF<Analysis>(), new ChainRunOptions { Formatter = formatter });
        Assert.Equal("all", after.Read<Analysis>().ProfileSummary);
        Assert.Equal("""["analyzer(surfing)","analyzer(coding)"]""", Assert.Single(formatter.Calls).Input);
    }

    [Fact]
    public async Task An_empty_list_gives_an_empty_list_and_no_list_runs_once()
    {
        var nobody = FakeAgent.Structured("extractor", Mike with { Interests = [] });
        Assert.Equal("[]", (await RunAsync(Agent(nobody) >> CF<PersonData>() - "interests[n]" >> Agent(_analyzer))).Text);
        Assert.Empty(_analyzer.Calls);

        var loose = CF("""{"type":"object","properties":{"tasks":{}}}""") - "tasks[n]";
        Assert.Equal("analyzer(one)", (await RunAsync(loose >> Agent(_analyzer), input: """{"tasks":"one"}""")).Text);
    }

    [Fact]
    public async Task A_group_is_formatted_by_the_designated_or_the_runs_formatter()
    {
        var designated = FakeAgent.Structured("designated", new Analysis("mine", [], 3));
        var other = FakeAgent.Structured("other", new Analysis("theirs", [], 4));
        var group = Agent(_analyzer) + Agent(_extractor);

        Assert.Equal("mine", (await RunAsync(group >> CF<Analysis>().By(designated), new ChainRunOptions { Formatter = other })).Read<Analysis>().ProfileSummary);
        Assert.Equal("theirs", (await RunAsync(group >> CF<Analysis>(), new ChainRunOptions { Formatter = other })).Read<Analysis>().ProfileSummary);
        Assert.Equal("analyzer(x) | extractor(x)", Assert.Single(other.Calls).Input);

        var failure = await Assert.ThrowsAsync<ChainException>(() => RunAsync(group >> CF<Analysis>()));
        Assert.Equal("formatter_missing", failure.Code);
    }

    [Fact]
    public async Task Data_that_fits_already_is_asked_of_nobody_and_gets_its_defaults()
    {
        var result = await RunAsync(Function((string _) => new { name = "Ann", age = 3, interests = Array.Empty<string>() }) >> CF<PersonData>());
        Assert.Equal("Unknown", result.Json.GetProperty("location").GetString());
    }

    [Fact]
    public async Task A_formatter_that_answers_with_something_else_fails()
    {
        var wrong = new FakeAgent("wrong", _ => """{"name":1}""");
        var failure = await Assert.ThrowsAsync<ChainException>(() => RunAsync(CF<PersonData>().By(wrong)));
        Assert.Equal("output_invalid", failure.Code);
        Assert.Contains("name", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_before_a_condition_is_asked_for_an_object_with_its_keys()
    {
        var approver = FakeAgent.Structured("approver", new { status = "Approved" });
        var chain = Agent(approver) >> IS("status", "approved") >> Agent(_analyzer) % Agent(_extractor);
        Assert.StartsWith("analyzer(", (await RunAsync(chain)).Text, StringComparison.Ordinal);
        Assert.Equal("status", Assert.Single(approver.Calls).Schema!.Value.GetProperty("required")[0].GetString());

        var router = FakeAgent.Structured("router", new { kind = "b", to = new { level = 2 } });
        var deep = Agent(router) >> (IS("kind", "a") >> Agent(_analyzer)) % (IS.AtLeast("to.level", 2) >> (text => "deep"));
        Assert.Equal("deep", (await RunAsync(deep)).Text);
        Assert.Equal(["kind", "to"], Assert.Single(router.Calls).Schema!.Value.GetProperty("required").Deserialize<string[]>()!);
    }

    [Fact]
    public async Task A_format_after_two_ways_is_asked_of_the_agent_at_the_end_of_each()
    {
        var one = FakeAgent.Structured("one", new Analysis("one", [], 1));
        var two = FakeAgent.Structured("two", new Analysis("two", [], 2));
        var chain = IS("left") >> Agent(one) % Agent(two) >> CF<Analysis>();
        Assert.Equal("one", (await RunAsync(chain, input: """{"left":true}""")).Read<Analysis>().ProfileSummary);
        Assert.Equal("two", (await RunAsync(chain, input: """{"left":false}""")).Read<Analysis>().ProfileSummary);
    }

    private static Task<ChainValue> RunAsync(Chain chain, ChainRunOptions? options = null, string input = "x") =>
        chain.RunAsync(input, options, TestContext.Current.CancellationToken);
}
