using Isaa.Chains;
using Isaa.Chains.Ports;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;
using static Isaa.Chains.TypedChains;

namespace Isaa.Tests.Chains;

public sealed class TypedChainTests
{
    private static readonly Chain<string, int> Count = Typed((string text) => text.Length, "count");
    private static readonly Chain<int, bool> IsLarge = Typed((int n) => n > 3, "isLarge");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Typed_chains_join_where_their_types_meet()
    {
        Chain<string, bool> both = Count >> IsLarge;
        Assert.True(await both.RunAsync("four", cancellationToken: Cancellation));
        Assert.False(both.Run("one"));
        Assert.Equal("true", (await (both.Untyped >> Function((string text) => text)).RunAsync("four", cancellationToken: Cancellation)).Text);
    }

    [Fact]
    public async Task Typed_chains_run_beside_one_another_fall_back_and_choose()
    {
        Assert.Equal([3, 3], await (Count + Count).RunAsync("one", cancellationToken: Cancellation));
        var failing = Typed(int (string _) => throw new InvalidOperationException("no"), "broken");
        Assert.Equal(3, await (failing | Count).RunAsync("one", cancellationToken: Cancellation));
        var chosen = Choose(IS.AtLeast("age", 18), Typed((PersonData p) => p.Name), Typed((PersonData _) => "too young"));
        Assert.Equal("Ann", await chosen.RunAsync(new PersonData("Ann", 30, []), cancellationToken: Cancellation));
        Assert.Equal("too young", await chosen.RunAsync(new PersonData("Bob", 3, []), cancellationToken: Cancellation));
    }

    [Fact]
    public async Task An_agent_gives_data_of_the_type()
    {
        IChainAgent extractor = FakeAgent.Structured("extractor", new PersonData("Ann", 30, ["chess"]));
        var chain = (Agent(extractor) >> CF<PersonData>()).Typed<string, PersonData>() >> Typed((PersonData p) => p.Interests.Count, "interests");
        Assert.Equal(1, await chain.RunAsync("Ann, 30, plays chess", cancellationToken: Cancellation));
    }
}
