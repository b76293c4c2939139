using System.Text.Json;
using Isaa.Chains;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Jobs.Steps;
using Isaa.Tests.Functions.Support;
using static Isaa.Chains.ChainSyntax;
using static Isaa.Tests.Functions.Support.StoredFunctionBed;

namespace Isaa.Tests.Chains.Running;

public sealed class StoredChainFunctionTests : IAsyncDisposable
{
    private readonly StoredFunctionBed _bed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StoredChainFunctions Port => new(_bed.Store, _bed.Executor);

    [Theory]
    [InlineData("""{"x":4}""", """{"x":4}""")]
    [InlineData("4", """{"x":"4"}""")]
    public async Task An_object_is_the_arguments_and_anything_else_the_one_argument(string data, string input)
    {
        _bed.Play = (call, _) => Task.FromResult(Gives(call.Input.GetRawText()));
        await _bed.SaveAsync(Twice with { InputSchema = JsonElement.Parse("""{"type":"object","properties":{"x":{}}}""") });
        var function = await Port.FindAsync("twice", "default", Cancellation);

        var result = await function!.CallAsync(ChainValue.Of(data), new ChainCaller(), Cancellation);

        Assert.Equal(input, result.Json.GetRawText());
    }

    [Fact]
    public async Task What_is_not_there_is_left_to_others_and_what_may_not_be_called_is_refused()
    {
        await _bed.SaveAsync(isAccepted: false);

        Assert.Null(await Port.FindAsync("other", "default", Cancellation));
        Assert.Equal("function_not_approved", (await Assert.ThrowsAsync<IsaaException>(() => Port.FindAsync("twice", "default", Cancellation))).Code);
        Assert.Equal(["twice"], await Port.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task A_call_without_a_result_is_an_error_with_its_outcome()
    {
        _bed.Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.CpuLimit));
        await _bed.SaveAsync();
        var function = await Port.FindAsync("twice", "default", Cancellation);

        var error = await Assert.ThrowsAsync<IsaaException>(async () => await function!.CallAsync(ChainValue.Of("""{"x":1}"""), new ChainCaller(), Cancellation));

        Assert.Equal("cpu_limit", error.Code);
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_call_reaches_the_fallback_of_the_chain()
    {
        await _bed.SaveAsync();
        var twice = Function((await Port.FindAsync("twice", "default", Cancellation))!);
        var chain = twice >> Function((int n) => n + 1) | "sorry";
        Assert.Equal("5", (await chain.RunAsync("""{"x":2}""", cancellationToken: Cancellation)).Text);

        _bed.Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.Failed));
        Assert.Equal("sorry", (await chain.RunAsync("""{"x":2}""", cancellationToken: Cancellation)).Text);
    }

    [Fact]
    public async Task A_reference_says_the_version_so_that_a_kept_run_stays_with_it()
    {
        await _bed.SaveAsync();
        Assert.Equal("twice@1", (await Port.FindAsync("twice", "default", Cancellation))!.Reference);
        await _bed.SaveAsync(Twice with { Description = "Another one." });
        Assert.Equal("twice@2", (await Port.FindAsync("twice", "default", Cancellation))!.Reference);
        Assert.Equal(("twice", "twice@1"), (await Port.FindAsync("twice@1", "default", Cancellation)) is { } first ? (first.Name, first.Reference) : default);
    }

    [Fact]
    public async Task The_record_of_a_call_names_the_session_of_the_chain()
    {
        await _bed.SaveAsync();
        var chain = Function((await Port.FindAsync("twice", "default", Cancellation))!) >> Function((int n) => n + 1);

        Assert.Equal("5", (await chain.RunAsync("""{"x":2}""", new ChainRunOptions { Session = "s" }, Cancellation)).Text);

        var call = Assert.Single(await _bed.LogAsync());
        Assert.Equal(("s", null), (call.Caller!.Session, call.Caller.Job));
    }

    [Fact]
    public async Task The_record_of_a_call_names_the_job_of_the_chain()
    {
        await _bed.SaveAsync();
        var twice = (await Port.FindAsync("twice", "default", Cancellation))!;

        _ = await twice.CallAsync(ChainValue.Of("""{"x":1}"""), new ChainCaller { Job = "j" }, Cancellation);

        Assert.Equal("j", Assert.Single(await _bed.LogAsync()).Caller!.Job);
    }

    [Theory]
    [InlineData(StepKind.Repeatable)]
    [InlineData(StepKind.OnceOnly, "api.example.org:443")]
    public async Task Only_a_call_that_can_reach_nobody_is_repeated_after_a_crash(StepKind kind, params string[] network)
    {
        await _bed.SaveAsync(Twice with { SafeMode = false, Network = network });

        Assert.Equal(kind, (await Port.FindAsync("twice", "default", Cancellation))!.Kind);
    }

    public ValueTask DisposeAsync() => _bed.DisposeAsync();
}
