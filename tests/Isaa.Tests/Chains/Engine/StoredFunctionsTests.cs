using Isaa.Chains;
using Isaa.Chains.Engine;
using Isaa.Chains.Ports;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Tests.Functions.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Engine;

public sealed class StoredFunctionsTests : IAsyncDisposable
{
    private readonly StoredFunctionBed _bed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StoredFunctions Functions => new(_bed.Store, _bed.Executor);

    [Fact]
    public async Task A_chain_calls_an_accepted_function_of_the_store_and_its_failure_reaches_the_fallback()
    {
        await _bed.SaveAsync();
        IChainFunction twice = (await Functions.FindAsync("twice", "default", Cancellation))!;
        var chain = Function(twice) >> Function((int n) => n + 1) | "sorry";
        Assert.Equal("5", (await chain.RunAsync("""{"x":2}""", cancellationToken: Cancellation)).Text);

        _bed.Play = (_, _) => Task.FromResult(StoredFunctionBed.Fails(FunctionOutcome.Failed));
        Assert.Equal("sorry", (await chain.RunAsync("""{"x":2}""", cancellationToken: Cancellation)).Text);
        var failure = await Assert.ThrowsAsync<ChainException>(() => ((Chain)Function(twice)).RunAsync("""{"x":2}""", cancellationToken: Cancellation));
        Assert.Equal("function_failed", failure.Code);
        Assert.Contains("no good", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_function_is_left_to_others_and_one_nobody_accepted_is_refused()
    {
        Assert.Null(await Functions.FindAsync("nothing", "default", Cancellation));
        await _bed.SaveAsync(isAccepted: false);
        Assert.Equal("function_not_approved", (await Assert.ThrowsAsync<IsaaException>(() => Functions.FindAsync("twice", "default", Cancellation))).Code);
        Assert.Equal(["twice"], await Functions.ListAsync("default", Cancellation));
    }

    public ValueTask DisposeAsync() => _bed.DisposeAsync();
}
