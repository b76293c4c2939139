using Isaa.Diagnostics;
using Isaa.Models;
using Isaa.Models.Routing;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Models;

public sealed class ModelRouterTests
{
    private readonly Dictionary<string, FakeChatClient> _clients = new() { ["x/a"] = new(), ["x/b"] = new() };
    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_that_failed_is_tried_last_until_it_has_rested()
    {
        _clients["x/a"].Then((_, _) => throw Down(TimeSpan.FromMinutes(5))).ThenText("a again");
        _clients["x/b"].ThenText("b").ThenText("b again");
        var client = Router().Route(["x/a", "x/b"], needsPrice: false).Client;

        Assert.Equal("b", await AskAsync(client));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("b again", await AskAsync(client));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("a again", await AskAsync(client));
        Assert.Equal(2, _clients["x/a"].Calls.Count);
    }

    [Fact]
    public async Task A_stream_that_has_begun_is_not_made_again()
    {
        _clients["x/a"].ThenThrow(Down());

        await Assert.ThrowsAsync<ModelException>(() => AskAsync(Router().Route(["x/a", "x/b"], needsPrice: false).Client));

        Assert.Empty(_clients["x/b"].Calls);
    }

    [Fact]
    public async Task When_all_fail_the_call_may_be_made_again_once_the_first_is_back()
    {
        _clients["x/a"].Then((_, _) => throw Down(TimeSpan.FromMinutes(9)));
        _clients["x/b"].Then((_, _) => throw Down(TimeSpan.FromMinutes(3)));

        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync(Router().Route(["x/a", "x/b"], needsPrice: false).Client));

        Assert.Equal((true, TimeSpan.FromMinutes(3)), (failure.IsTransient, failure.RetryAfter));
    }

    [Fact]
    public void A_route_has_the_narrowest_limits_and_leaves_out_what_has_no_price_when_money_is_limited()
    {
        var route = Router().Route(["x/a", "x/b", "x/free"], needsPrice: false);

        Assert.Equal((1000, 10), (route.First.ContextTokens, route.First.OutputTokens));
        Assert.Equal(["x/a", "x/free"], Router().Route(["x/a", "x/b", "x/free"], needsPrice: true).Models.Select(m => m.Name));
        Assert.Equal("model_not_ready", Assert.Throws<IsaaException>(() => Router().Route(["x/none"], needsPrice: false)).Code);
    }

    private ModelRouter Router() => new(new Catalog(_clients), _time);

    private static ModelException Down(TimeSpan? retryAfter = null) => new("model_unavailable", "down", isTransient: true) { RetryAfter = retryAfter };

    private static async Task<string> AskAsync(IChatClient client) => (await client.GetResponseAsync("hi", cancellationToken: Cancellation)).Text;

    private sealed class Catalog(Dictionary<string, FakeChatClient> clients) : IModelCatalog
    {
        public string? DefaultModel => null;

        public Model Get(string name) => name switch
        {
            "x/a" => new Model { Name = name, Client = clients[name], ContextTokens = 1000, OutputTokens = 20, Price = new ModelPrice { InputPerMillion = 1, OutputPerMillion = 1 } },
            "x/b" => new Model { Name = name, Client = clients[name], ContextTokens = 2000, OutputTokens = 10 },
            "x/free" => new Model { Name = name, Client = clients["x/a"], Price = new ModelPrice { InputPerMillion = 0, OutputPerMillion = 0 } },
            _ => throw new IsaaException("model_not_ready", "no key"),
        };

        public IReadOnlyList<ModelProviderStatus> List() => [];
    }
}
