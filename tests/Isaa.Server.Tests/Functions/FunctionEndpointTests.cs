using System.Text.Json;
using Isaa.Functions;
using Isaa.Functions.Checks;
using Isaa.Protocol;
using Isaa.Protocol.Client;
using Isaa.Protocol.Functions;
using Isaa.Protocol.Functions.Calls;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Server.Tests.Functions;

public sealed class FunctionEndpointTests : IAsyncLifetime
{
    private TestServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FunctionClient Functions => _server!.Owner.Functions;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(configure: services =>
    {
        var played = new PlayedFunctions();
        services.AddSingleton<IFunctionRunner>(played).AddSingleton<IFunctionChecker>(played);
    });

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Fact]
    public async Task A_function_is_added_shown_and_listed()
    {
        var added = await AddAsync("one", accepts: false);
        await AddAsync("two");

        Assert.Equal((1, false, "eva"), (added.Function.Version, added.Function.IsUsable, added.Function.SavedBy));
        var shown = await Functions.GetAsync("echo@1", Cancellation);
        Assert.Equal("one", shown.Definition.GetProperty("code").GetString());
        Assert.Contains("code: one\n", shown.File, StringComparison.Ordinal);
        var listed = Assert.Single((await Functions.ListAsync(new FunctionFilter { Text = "ECHO", Tag = "played", Accepted = true }, Cancellation)).Functions);
        Assert.Equal((2, "python", "eva"), (listed.Version, listed.Language, listed.Decision!.By));
        Assert.Equal([2, 1], (await Functions.ListVersionsAsync("echo", Cancellation)).Functions.Select(f => f.Version));
        Assert.Contains("-code: one\n+code: two\n", (await Functions.DiffAsync("echo", 1, 2, Cancellation)).Diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_after_its_last_name()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await Functions.AddAsync(PlayedFunctions.Definition("x", name), cancellationToken: Cancellation);
        }

        var first = await Functions.ListAsync(new FunctionFilter { Limit = 2 }, Cancellation);
        Assert.Equal((2, "b"), (first.Functions.Count, first.Next));
        var rest = await Functions.ListAsync(new FunctionFilter { Limit = 2, After = first.Next }, Cancellation);
        Assert.Equal((1, null), (rest.Functions.Count, rest.Next));
    }

    [Fact]
    public async Task What_is_wrong_with_a_function_is_told_with_its_place()
    {
        var error = await Assert.ThrowsAsync<IsaaApiException>(() => AddAsync("import os"));

        Assert.Equal((400, "function_invalid"), (error.Problem.Status, error.Problem.Code));
        Assert.Contains("echo: code:1:8: os is not allowed", error.Problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"language\":\"python\"", 400, "function_invalid")]
    [InlineData("[]", 400, "function_invalid")]
    [InlineData("", 400, "function_invalid")]
    public async Task A_body_that_is_no_function_is_refused(string body, int status, string code)
    {
        var error = await Assert.ThrowsAsync<IsaaApiException>(() => Functions.AddAsync(body, cancellationToken: Cancellation));
        Assert.Equal((status, code), (error.Problem.Status, error.Problem.Code));
    }

    [Fact]
    public async Task What_nobody_accepted_is_not_called_until_a_person_accepts_what_it_saw()
    {
        var added = (await AddAsync("one", accepts: false)).Function;

        var refused = await Assert.ThrowsAsync<IsaaApiException>(() => RunAsync());
        Assert.Equal((409, "function_not_approved"), (refused.Problem.Status, refused.Problem.Code));
        var other = new DecideFunction { IsAccepted = true, Hash = new string('0', 64), By = "eva" };
        Assert.Equal("function_changed", (await Assert.ThrowsAsync<IsaaApiException>(() => Functions.DecideAsync("echo", other, Cancellation))).Problem.Code);
        Assert.True((await Functions.DecideAsync("echo", other with { Hash = added.Hash, Note = "read it" }, Cancellation)).Function.IsUsable);
        Assert.Equal("completed", (await RunAsync()).Outcome);
        Assert.False((await Functions.DecideAsync("echo", other with { Hash = added.Hash, IsAccepted = false }, Cancellation)).Function.IsUsable);
        Assert.Equal("function_not_approved", (await Assert.ThrowsAsync<IsaaApiException>(() => RunAsync())).Problem.Code);
    }

    [Fact]
    public async Task A_call_gives_its_result_and_what_it_used_and_is_found_again()
    {
        await AddAsync("one");

        var call = await RunAsync("""{"x":[1,"ä"]}""", key: "k");

        Assert.Equal(("completed", """{"x":[1,"ä"]}""", "printed"), (call.Outcome, call.Output!.Value.GetRawText(), call.Logs));
        Assert.Equal((1.0, 1_000_000L, "s"), (call.Milliseconds, call.PeakMemoryBytes, call.Session));
        Assert.Equal(call.Id, (await RunAsync("""{"x":[1,"ä"]}""", key: "k")).Id);
        Assert.Equal(409, (await Assert.ThrowsAsync<IsaaApiException>(() => RunAsync("{}", key: "k"))).Problem.Status);
        Assert.Equal(call.Hash, (await Functions.GetCallAsync(call.Id, Cancellation)).Hash);
    }

    [Fact]
    public async Task Calls_are_searched_and_summed_up()
    {
        await AddAsync("one");
        await Functions.AddAsync(PlayedFunctions.Definition("fail", "hungry"), "eva", accepts: true, Cancellation);
        await RunAsync();
        await Functions.RunAsync("hungry", new RunFunction(), Cancellation);
        await RunAsync();

        Assert.Equal(["echo", "hungry", "echo"], (await Functions.ListCallsAsync(new FunctionCallFilter(), Cancellation)).Calls.Select(c => c.Function));
        var failed = Assert.Single((await Functions.ListCallsAsync(new FunctionCallFilter { Failed = true, Outcome = "memory_limit", Function = "hungry", Version = 1 }, Cancellation)).Calls);
        Assert.Equal(("memory_limit", "too much"), (failed.Outcome, failed.Error!.Message));
        var page = await Functions.ListCallsAsync(new FunctionCallFilter { Limit = 1, Session = "s" }, Cancellation);
        Assert.Single((await Functions.ListCallsAsync(new FunctionCallFilter { Before = page.Next, Session = "s" }, Cancellation)).Calls);
        Assert.Equal([("echo", 2L, 0L), ("hungry", 1L, 1L)], (await Functions.SummarizeAsync(cancellationToken: Cancellation)).Functions.Select(s => (s.Function, s.Calls, s.Failures)));
        Assert.Equal("outcome_invalid", (await Assert.ThrowsAsync<IsaaApiException>(() => Functions.ListCallsAsync(new FunctionCallFilter { Outcome = "nonsense" }, Cancellation))).Problem.Code);
        Assert.Equal(404, (await Assert.ThrowsAsync<IsaaApiException>(() => Functions.GetCallAsync(new string('0', 32), Cancellation))).Problem.Status);
    }

    [Fact]
    public async Task An_earlier_version_becomes_the_newest_again()
    {
        await AddAsync("one");
        await AddAsync("two");

        var back = await Functions.RollbackAsync("echo", new RollbackFunction { Version = 1, By = "otto" }, Cancellation);

        Assert.Equal((3, "one", "otto"), (back.Function.Version, back.Definition.GetProperty("code").GetString(), back.Function.SavedBy));
        var error = await Assert.ThrowsAsync<IsaaApiException>(() => Functions.RollbackAsync("echo", new RollbackFunction { Version = 9 }, Cancellation));
        Assert.Equal((404, "function_unknown"), (error.Problem.Status, error.Problem.Code));
    }

    [Fact]
    public async Task A_call_can_be_a_job_and_tests_can_be_run_again()
    {
        await Functions.AddAsync("""{"name":"echo","language":"python","code":"one","tests":[{"name":"same","input":{"x":1},"expected":{"x":1}}]}""", "eva", accepts: true, Cancellation);

        var started = await Functions.EnqueueAsync("echo", new RunFunction { Input = JsonElement.Parse("""{"x":1}""") }, Cancellation);
        Assert.Equal("function.run", started.Job.Kind);
        var report = await Functions.TestAsync("echo", Cancellation);
        Assert.Equal((true, "same"), (report.IsPassed, Assert.Single(report.Tests).Name));
    }

    private Task<FunctionDetailView> AddAsync(string code, bool accepts = true) => Functions.AddAsync(PlayedFunctions.Definition(code), "eva", accepts, Cancellation);

    private Task<FunctionCallView> RunAsync(string input = "{}", string? key = null) =>
        Functions.RunAsync("echo", new RunFunction { Input = JsonElement.Parse(input), Key = key, Session = "s" }, Cancellation);
}
