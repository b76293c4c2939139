using Isaa.Chains;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains;

public sealed class ChainOperatorTests
{
    private static readonly Chain A = Agent(new FakeAgent("a"));
    private static readonly Chain B = Agent(new FakeAgent("b"));
    private static readonly Chain C = Agent(new FakeAgent("c"));
    private static readonly Chain Broken = Function(string (string _) => throw new InvalidOperationException("broken"), "broken");

    [Fact]
    public async Task Then_hands_each_result_on()
    {
        Assert.Equal("c(b(a(x)))", await RunAsync(A >> B >> C));
        Assert.Equal("c(b(a(x)))", await RunAsync(A >> (B >> C)));
        Assert.Equal("c(b(a(x)))", (A >> B >> C).Run("x").Text);
    }

    [Fact]
    public async Task A_chain_that_is_used_stays_as_it_was()
    {
        var chain = A >> B;
        _ = chain >> C;
        _ = chain | "text";
        Assert.Equal("b(a(x))", await RunAsync(chain));
    }

    [Fact]
    public async Task Functions_stand_first_in_the_middle_and_last()
    {
        Func<string, string> up = text => text.ToUpperInvariant();
        Assert.Equal("a(X)", await RunAsync(up >> A));
        Assert.Equal("b(A(X))", await RunAsync(A >> up >> B));
        Assert.Equal("a(x)!", await RunAsync(A >> (text => text + "!")));
        Assert.Equal("a(x)?", await RunAsync(A >> (async text =>
        {
            await Task.Yield();
            return text + "?";
        })));
        Assert.Equal("4", await RunAsync(A >> Length));
        Assert.Equal("8", await RunAsync(A >> Length >> DoubleAsync));
    }

    [Fact]
    public async Task A_function_without_a_result_lets_the_data_pass()
    {
        var seen = "";
        Assert.Equal("a(x)", await RunAsync(A >> Function((string text) => { seen = text; })));
        Assert.Equal("a(x)", seen);
    }

    [Fact]
    public async Task Parallel_branches_give_a_list_in_order_with_their_names()
    {
        var result = await (A + B + C).RunAsync("x", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b", "c"], result.Branches.Select(b => b.Name));
        Assert.Equal("a(x) | b(x) | c(x)", result.Text);
        Assert.Equal("""["a(x)","b(x)","c(x)"]""", result.Json.GetRawText());
        Assert.Equal("b(x)", result["b"].Text);
        Assert.Equal(result, await (A & B & C).RunAsync("x", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Branches_of_the_same_agent_are_numbered_and_given_names_kept()
    {
        var result = await (A + A + (B >> C).Named("both")).RunAsync("x", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["a", "a#2", "both"], result.Branches.Select(b => b.Name));
    }

    [Fact]
    public async Task A_pair_right_after_a_condition_is_its_two_ways_and_ends_it()
    {
        var chain = IS("ok", "yes") >> A % B >> C;
        Assert.Equal("""c(a({"ok":"yes"}))""", await RunAsync(chain, """{"ok":"yes"}"""));
        Assert.Equal("""c(b({"ok":"no"}))""", await RunAsync(chain, """{"ok":"no"}"""));
    }

    [Fact]
    public async Task A_condition_without_a_pair_guards_what_follows_in_its_parentheses()
    {
        var chain = A % B;
        Assert.NotNull(chain);
        Assert.Equal("""{"ok":"no"}""", await RunAsync(IS("ok", "yes") >> A >> B, """{"ok":"no"}"""));
        Assert.Equal("""b(a({"ok":"yes"}))""", await RunAsync(IS("ok", "yes") >> A >> B, """{"ok":"yes"}"""));
        Assert.Equal("""c({"ok":"no"})""", await RunAsync(Group(IS("ok", "yes") >> A >> B) >> C, """{"ok":"no"}"""));
        Assert.Equal("""c({"ok":"no"})""", await RunAsync((IS("ok", "yes") >> A >> B) % C, """{"ok":"no"}"""));
    }

    [Theory]
    [InlineData("high", "a")]
    [InlineData("HIGH", "a")]
    [InlineData("medium", "b")]
    [InlineData("low", "c")]
    public async Task Three_ways_go_by_value(string priority, string agent)
    {
        var chain = (IS("priority", "high") >> A) % (IS("priority", "medium") >> B) % C >> (text => text[..1]);
        Assert.Equal(agent, await RunAsync(chain, $$"""{"priority":"{{priority}}"}"""));
    }

    [Fact]
    public async Task All_conditions_in_a_row_share_the_other_way()
    {
        var chain = (IS("x", 1) >> IS("y", 2) >> A) % B;
        Assert.StartsWith("a(", await RunAsync(chain, """{"x":1,"y":2}"""), StringComparison.Ordinal);
        Assert.StartsWith("b(", await RunAsync(chain, """{"x":1,"y":3}"""), StringComparison.Ordinal);
        Assert.StartsWith("b(", await RunAsync(chain, """{"x":2,"y":2}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_goes_to_the_next_alternative_with_the_original_data()
    {
        Assert.Equal("c(x)", await RunAsync(A >> Broken | C));
        Assert.Equal("text", await RunAsync(Broken | Broken | "text"));
        Assert.Equal("b(x)", await RunAsync(Broken | B | "text"));
        Assert.Equal("xx", await RunAsync(Broken | ((string text) => text + text)));
    }

    [Fact]
    public async Task A_failure_without_a_fallback_names_its_place()
    {
        var failure = await Assert.ThrowsAsync<ChainException>(() => (A >> (B + (C >> Broken).Named("last"))).RunAsync("x", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("2/last/2", failure.NodePath);
        Assert.Equal("broken", failure.Node);
        Assert.Equal("node_broken", failure.Code);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public async Task When_the_last_alternative_fails_so_does_the_chain() =>
        Assert.Equal("try2", (await Assert.ThrowsAsync<ChainException>(() => RunAsync(Broken | Broken))).NodePath.Split('/')[^1]);

    private static int Length(string text) => text.Length;

    private static Task<int> DoubleAsync(int number) => Task.FromResult(2 * number);

    private static async Task<string> RunAsync(Chain chain, string input = "x") =>
        (await chain.RunAsync(input, cancellationToken: TestContext.Current.CancellationToken)).Text;
}
