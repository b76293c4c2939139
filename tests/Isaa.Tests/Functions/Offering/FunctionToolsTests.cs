using System.Text.Json;
using Isaa.Functions;
using Isaa.Functions.Checks;
using Isaa.Jobs;
using Isaa.Tests.Functions.Support;
using Isaa.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static Isaa.Tests.Functions.Support.StoredFunctionBed;

namespace Isaa.Tests.Functions.Offering;

public sealed class FunctionToolsTests : IAsyncDisposable
{
    private readonly StoredFunctionBed _bed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_model_stores_is_in_safe_mode_and_waits_for_a_person()
    {
        var stored = await CallAsync("storeFunction", new
        {
            name = "twice",
            language = "python",
            code = Twice.Code,
            description = "Doubles",
            tests = new[] { new { name = "t", input = new { x = 2 }, expected = 4 } },
            safeMode = false,
        });
        Assert.True(stored.IsError);
        Assert.Contains("safeMode", stored.Text, StringComparison.Ordinal);

        stored = await CallAsync("storeFunction", new
        {
            name = "twice",
            language = "python",
            code = Twice.Code,
            description = "Doubles",
            tests = new[] { new { name = "t", input = new { x = 2 }, expected = 4 } },
        });
        Assert.Equal("Stored twice as version 1; 1 tests passed. A person must approve it before it can be called; go on without it.", stored.Text);
        var version = await _bed.Store.GetAsync("twice", cancellationToken: Cancellation);
        Assert.Equal((true, false, "agent helper"), (version.Definition.SafeMode, version.IsUsable, version.SavedBy));
        var refused = await CallAsync("runFunction", new { name = "twice", input = new { x = 2 } });
        Assert.Equal("function_not_approved", refused.ErrorCode);

        await _bed.DecideAsync(version, isAccepted: true);
        Assert.Equal("4", (await CallAsync("execute_function", new { name = "twice", input = new { x = 2 } })).Text);
        var call = Assert.Single(await _bed.LogAsync());
        Assert.Equal(("helper", "s"), (call.Caller!.Agent, call.Caller.Session));
    }

    [Fact]
    public async Task What_is_wrong_comes_back_to_the_model_all_at_once()
    {
        _bed.Findings = [new FunctionFinding { Code = "syntax", Field = "code", Message = "a colon is missing", Line = 1 }, new FunctionFinding { Code = "x", Field = "name", Message = "is taken" }];

        var stored = await CallAsync("createFunction", new { name = "twice", language = "python", code = "def twice(x)", description = "" });

        Assert.Equal("function_invalid", stored.ErrorCode);
        Assert.Contains("twice: code:1: a colon is missing", stored.Text, StringComparison.Ordinal);
        Assert.Contains("is taken", stored.Text, StringComparison.Ordinal);
        Assert.Contains("csharp, python, javascript", (await CallAsync("storeFunction", new { name = "f", language = "cobol", code = "x", description = "" })).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_are_listed_and_shown()
    {
        await _bed.SaveAsync();
        await _bed.SaveAsync(Twice with { Name = "thrice", Language = FunctionLanguage.JavaScript }, isAccepted: false);

        Assert.Equal("thrice (javascript, waits for approval): Doubles a number\ntwice (python): Doubles a number\n", (await CallAsync("listFunctions", new { })).Text.ReplaceLineEndings("\n"));
        Assert.Equal("There are no such functions.", (await CallAsync("listFunctions", new { text = "nothing" })).Text);
        Assert.Contains("    return x * 2", (await CallAsync("showFunction", new { name = "twice" })).Text, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private Task<ToolResult> CallAsync(string name, object arguments)
    {
        var tool = _bed.Engine.Get<IEnumerable<IToolSource>>().SelectMany(s => s.List()).Single(t => t.Function.Name == name || t.Aliases.Contains(name));
        var invoker = new ToolInvoker(Options.Create(new ToolOptions()), TimeProvider.System, _bed.Engine.Get<Isaa.Diagnostics.IdSource>(), NullLogger<ToolInvoker>.Instance);
        var context = new ToolCallContext { Run = new JobId(Guid.Empty), Agent = "helper", Session = "s", CallId = "c", IdempotencyKey = "k", SessionFolder = "." };
        return invoker.InvokeAsync(tool, name, JsonSerializer.SerializeToElement(arguments), context, Cancellation);
    }
}
