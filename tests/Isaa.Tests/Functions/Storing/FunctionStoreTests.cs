using System.Text.Json;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Checks;
using Isaa.Functions.Storing;
using Isaa.Tests.Functions.Support;
using static Isaa.Tests.Functions.Support.StoredFunctionBed;

namespace Isaa.Tests.Functions.Storing;

public sealed class FunctionStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_is_a_version_of_its_own()
    {
        await using var bed = new StoredFunctionBed();
        var first = await bed.SaveAsync();
        var same = await bed.Store.SaveAsync(Twice with { Code = Twice.Code.Replace("\n", "\r\n", StringComparison.Ordinal) }, cancellationToken: Cancellation);
        var second = await bed.Store.SaveAsync(Twice with { Tags = ["number", "new"] }, savedBy: "otto", cancellationToken: Cancellation);

        Assert.Equal([1, 1, 2], new[] { first, same, second }.Select(v => v.Version));
        Assert.Equal("otto", second.SavedBy);
        Assert.Equal(["number"], (await bed.Store.GetAsync("twice@1", cancellationToken: Cancellation)).Definition.Tags);
    }

    [Fact]
    public async Task All_findings_are_reported_at_once_with_their_places_and_nothing_is_kept()
    {
        await using var bed = new StoredFunctionBed
        {
            Findings =
            [
                new FunctionFinding { Code = "syntax", Field = "code", Message = "a colon is missing", Line = 1, Column = 13 },
                new FunctionFinding { Code = "schema_invalid", Field = "inputSchema", Message = "no such type" },
            ],
        };
        var test = new FunctionTest { Name = "t", Input = JsonElement.Parse("[]") };

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.SaveAsync(Twice with { Tests = [test, test with { Expected = Input(1), Outcome = FunctionOutcome.Timeout }] }));

        Assert.Equal("function_invalid", error.Code);
        Assert.Contains("twice: code:1:13: a colon is missing (syntax)", error.Message, StringComparison.Ordinal);
        Assert.Contains("inputSchema: no such type", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 tests are called 't'", error.Message, StringComparison.Ordinal);
        Assert.Contains("tests[0].input", error.Message, StringComparison.Ordinal);
        Assert.Contains("tests[1].expected", error.Message, StringComparison.Ordinal);
        Assert.Empty(await bed.Store.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(0, bed.Calls);
    }

    [Fact]
    public async Task A_function_whose_tests_fail_is_not_kept()
    {
        await using var bed = new StoredFunctionBed();
        var definition = Twice with
        {
            Tests =
            [
                new FunctionTest { Name = "right", Input = Input(2), Expected = JsonElement.Parse("4") },
                new FunctionTest { Name = "wrong", Input = Input(2), Expected = JsonElement.Parse("5") },
                new FunctionTest { Name = "too slow", Input = Input(2), Outcome = FunctionOutcome.Timeout },
            ],
        };

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.SaveAsync(definition));

        Assert.Equal("function_tests_failed", error.Code);
        Assert.Contains("2 of 3 tests failed", error.Message, StringComparison.Ordinal);
        Assert.Contains("wrong: gave 4; expected 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("too slow: ended as completed; expected timeout", error.Message, StringComparison.Ordinal);
        Assert.Empty(await bed.Store.ListAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_function_whose_tests_pass_is_kept_with_them_and_can_be_tested_again()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync(Twice with { Tests = [new FunctionTest { Name = "right", Input = Input(2), Expected = JsonElement.Parse("4") }] });
        bed.Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.Failed));

        var report = await bed.Store.TestAsync("twice", cancellationToken: Cancellation);

        Assert.False(report.IsPassed);
        Assert.Equal("gave no result: ValueError: no good (line 2, column 5)", Assert.Single(report.Results).Message);
    }

    [Theory]
    [InlineData(FunctionOutcome.SandboxUnavailable, "sandbox_unavailable")]
    [InlineData(FunctionOutcome.RuntimeMissing, "runtime_missing")]
    [InlineData(FunctionOutcome.Busy, "busy")]
    public async Task Tests_that_could_not_run_keep_the_function_out_with_their_own_error(FunctionOutcome outcome, string code)
    {
        await using var bed = new StoredFunctionBed { Play = (_, _) => Task.FromResult(Fails(outcome)) };

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.SaveAsync(Twice with { Tests = [new FunctionTest { Name = "t", Input = Input(2) }] }));

        Assert.Equal(code, error.Code);
        Assert.Empty(await bed.Store.ListAsync(cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(FunctionApproval.SafeMode, true, false)]
    [InlineData(FunctionApproval.SafeMode, false, true)]
    [InlineData(FunctionApproval.SafeMode, false, false, "api.example.org:443")]
    [InlineData(FunctionApproval.Always, false, false)]
    [InlineData(FunctionApproval.Never, true, true)]
    public async Task The_policy_says_what_needs_acceptance(FunctionApproval approval, bool safeMode, bool isUsable, params string[] network)
    {
        await using var bed = new StoredFunctionBed(new FunctionStoreOptions { Approval = approval });

        var saved = await bed.SaveAsync(Twice with { SafeMode = safeMode, Network = network }, isAccepted: false);

        Assert.Equal(isUsable, saved.IsUsable);
        Assert.True((await bed.DecideAsync(saved, isAccepted: true)).IsUsable);
        Assert.False((await bed.DecideAsync(saved, isAccepted: false)).IsUsable);
    }

    [Fact]
    public async Task The_newest_accepted_version_is_used_while_a_newer_one_waits()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        await bed.SaveAsync(Twice with { Description = "newer" }, isAccepted: false);

        Assert.Equal(1, (await bed.Store.GetUsableAsync("twice", cancellationToken: Cancellation)).Version);
        Assert.Equal(2, (await bed.Store.GetAsync("twice", cancellationToken: Cancellation)).Version);
        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Store.GetUsableAsync("twice@2", cancellationToken: Cancellation));
        Assert.Equal("function_not_approved", error.Code);
        Assert.Contains("isaa functions approve twice@2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_makes_a_new_version_that_waits_for_acceptance()
    {
        await using var bed = new StoredFunctionBed();
        var first = await bed.SaveAsync();
        await bed.SaveAsync(Twice with { Description = "newer" });

        var back = await bed.Store.RollbackAsync("twice", 1, cancellationToken: Cancellation);

        Assert.Equal((3, first.Hash, false), (back.Version, back.Hash, back.IsUsable));
    }

    [Fact]
    public async Task The_difference_of_two_versions_is_shown_by_line()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        await bed.SaveAsync(Twice with { Code = "def twice(x):\n    return x + x\n", Tags = [] });

        var diff = await bed.Store.DiffAsync("twice", cancellationToken: Cancellation);

        Assert.StartsWith("--- twice@1\n+++ twice@2\n", diff, StringComparison.Ordinal);
        Assert.Contains("-      return x * 2\n", diff, StringComparison.Ordinal);
        Assert.Contains("+      return x + x\n", diff, StringComparison.Ordinal);
        Assert.Contains("- number\n", diff, StringComparison.Ordinal);
        Assert.Empty(await bed.Store.DiffAsync("twice", 2, 2, cancellationToken: Cancellation));
        Assert.Contains("--- twice@0\n", await bed.Store.DiffAsync("twice", to: 1, cancellationToken: Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_are_found_by_words_and_tags()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        await bed.SaveAsync(Twice with { Name = "half", Description = "Halves a number", Tags = [] });

        var query = new DefinitionQuery { Tenant = "default", Kind = FunctionStore.Kind };
        Assert.Equal(["half", "twice"], (await bed.Store.ListAsync(query with { Text = "number" }, Cancellation)).Select(f => f.Name));
        Assert.Equal(["twice"], (await bed.Store.ListAsync(query with { Tag = "number" }, Cancellation)).Select(f => f.Name));
    }
}
