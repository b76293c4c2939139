using System.Text.Json;
using Isaa.Diagnostics;

namespace Isaa.Functions.Storing;

/// <summary>Runs the tests of functions, one after the other.</summary>
internal sealed class FunctionTestRunner(IFunctionRunner runner)
{
    private const int MaxShown = 200;

    /// <exception cref="IsaaException"><c>sandbox_unavailable</c>, <c>runtime_missing</c> or <c>busy</c>: a test could not be run at all.</exception>
    public async Task<IReadOnlyList<FunctionTestResult>> RunAsync(FunctionDefinition definition, CancellationToken cancellationToken)
    {
        var results = new List<FunctionTestResult>(definition.Tests.Count);
        foreach (var test in definition.Tests)
        {
            var result = await runner.RunAsync(new FunctionCall { Definition = definition, Input = test.Input, Context = test.Context }, cancellationToken);
            if (FunctionText.IsUnstarted(result.Outcome))
            {
                throw new IsaaException(FunctionNames.Of(result.Outcome), $"The test '{test.Name}' of function '{definition.Name}' could not be run: {result.Error?.Message}");
            }

            var problem = Problem(test, result);
            results.Add(new FunctionTestResult { Name = test.Name, IsPassed = problem is null, Message = problem ?? "", Result = result });
        }

        return results;
    }

    /// <exception cref="IsaaException"><c>function_tests_failed</c>.</exception>
    public static void ThrowIfFailed(FunctionDefinition definition, IReadOnlyList<FunctionTestResult> results)
    {
        var failed = results.Where(r => !r.IsPassed).ToList();
        if (failed.Count > 0)
        {
            throw new IsaaException(
                "function_tests_failed",
                $"Function '{definition.Name}' was not kept: {failed.Count} of {results.Count} tests failed.\n{string.Join('\n', failed.Select(f => $"{f.Name}: {f.Message}"))}");
        }
    }

    private static string? Problem(FunctionTest test, FunctionResult result)
    {
        if (result.Outcome != test.Outcome)
        {
            return test.Outcome == FunctionOutcome.Completed
                ? $"gave no result: {FunctionText.Of(result.Outcome, result.Error)}"
                : $"ended as {FunctionText.Of(result.Outcome, result.Error)}; expected {FunctionNames.Of(test.Outcome)}";
        }

        return test.Expected is { } expected && !(result.Output is { } output && JsonElement.DeepEquals(expected, output))
            ? $"gave {Shown(result.Output)}; expected {Shown(expected)}"
            : null;
    }

    private static string Shown(JsonElement? value)
    {
        var text = value?.GetRawText() ?? "nothing";
        return text.Length <= MaxShown ? text : $"{text.AsSpan(0, MaxShown)}…";
    }
}
