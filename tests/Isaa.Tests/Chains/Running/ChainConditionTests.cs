using Isaa.Chains;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Running;

public sealed class ChainConditionTests
{
    public static TheoryData<string, bool> Equalities => new()
    {
        { """{"v":"approved"}""", true },
        { """{"v":"APPROVED"}""", true },
        { """{"v":"no"}""", false },
        { """{"w":"approved"}""", false },
        { """{"v":null}""", false },
        { """{"V":"approved"}""", true },
        { "Here it is:\n```json\n{\"v\":\"approved\"}\n```", true },
    };

    [Theory]
    [MemberData(nameof(Equalities))]
    public async Task Texts_compare_without_regard_to_case_and_a_missing_key_is_false(string data, bool holds) =>
        Assert.Equal(holds, await HoldsAsync(IS("v", "approved"), data));

    [Theory]
    [InlineData("18", 18, true)]
    [InlineData("18.0", 18, true)]
    [InlineData("\"18\"", 18, true)]
    [InlineData("19", 18, false)]
    [InlineData("true", 1, false)]
    public async Task Numbers_compare_as_numbers(string value, int expected, bool holds) =>
        Assert.Equal(holds, await HoldsAsync(IS("v", expected), $$"""{"v":{{value}}}"""));

    [Fact]
    public async Task Comparisons_ask_for_ranges_parts_and_presence()
    {
        const string Data = """{"age":20,"tags":["a","B"],"name":"Ann Lee","address":{"city":"Oslo","lines":["one","two"]},"none":null}""";
        Assert.True(await HoldsAsync(IS.GreaterThan("age", 18), Data));
        Assert.False(await HoldsAsync(IS.GreaterThan("age", 20), Data));
        Assert.True(await HoldsAsync(IS.AtLeast("age", 20), Data));
        Assert.True(await HoldsAsync(IS.LessThan("age", 21), Data));
        Assert.False(await HoldsAsync(IS.AtMost("age", 19), Data));
        Assert.False(await HoldsAsync(IS.GreaterThan("name", 1), Data));
        Assert.True(await HoldsAsync(IS.Contains("tags", "b"), Data));
        Assert.True(await HoldsAsync(IS.Contains("name", "lee"), Data));
        Assert.True(await HoldsAsync(IS.OneOf("age", 19, 20), Data));
        Assert.True(await HoldsAsync(IS("address.city", "oslo"), Data));
        Assert.True(await HoldsAsync(IS("address.lines[1]", "two"), Data));
        Assert.True(await HoldsAsync(IS.Present("name"), Data));
        Assert.False(await HoldsAsync(IS.Present("none"), Data));
        Assert.True(await HoldsAsync(IS.Not("name", "Bob"), Data));
        Assert.False(await HoldsAsync(IS.Not("nobody", "Bob"), Data));
        Assert.True(await HoldsAsync(IS.That("long", value => value.Text.Length > 10), Data));
    }

    [Fact]
    public async Task A_key_alone_asks_whether_it_is_true()
    {
        Assert.True(await HoldsAsync(IS("ok"), """{"ok":true}"""));
        Assert.True(await HoldsAsync(IS("ok"), """{"ok":"True"}"""));
        Assert.False(await HoldsAsync(IS("ok"), """{"ok":false}"""));
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[1,2]")]
    [InlineData("7")]
    public async Task Data_that_is_no_object_is_an_error_with_the_place(string data)
    {
        var chain = Function((string text) => text) >> (IS("v", 1) >> (text => text));
        var failure = await Assert.ThrowsAsync<ChainException>(() => chain.RunAsync(data, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("condition_no_object", failure.Code);
        Assert.Equal("2/1", failure.NodePath);
    }

    private static async Task<bool> HoldsAsync(Chain condition, string data)
    {
        var ways = condition >> Function((string _) => "yes") % Function((string _) => "no");
        var answer = (await ways.RunAsync(data, cancellationToken: TestContext.Current.CancellationToken)).Text;
        return answer == "yes";
    }
}
