using System.Text.Json;
using Isaa.Functions.Checks;

namespace Isaa.Functions.Storing;

/// <summary>What the tests of a function must keep to.</summary>
internal static class FunctionTestRules
{
    /// <summary>The most tests a function may have.</summary>
    public const int Most = 100;

    private const int LongestName = 200;

    public static IEnumerable<FunctionFinding> Find(FunctionDefinition definition)
    {
        if (definition.Tests.Count > Most)
        {
            yield return Finding("tests", $"There are {definition.Tests.Count} tests; at most {Most} are run.");
        }

        foreach (var twice in definition.Tests.GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return Finding("tests", $"{twice.Count()} tests are called '{twice.Key}'; each needs a name of its own.");
        }

        for (var i = 0; i < definition.Tests.Count; i++)
        {
            var test = definition.Tests[i];
            if (string.IsNullOrWhiteSpace(test.Name) || test.Name.Length > LongestName)
            {
                yield return Finding($"tests[{i}].name", $"A test's name has 1 to {LongestName} characters.");
            }

            if (test.Input.ValueKind != JsonValueKind.Object)
            {
                yield return Finding($"tests[{i}].input", $"The input of a call is an object of arguments, not {test.Input.ValueKind}.");
            }

            if (test.Expected is not null && test.Outcome != FunctionOutcome.Completed)
            {
                yield return Finding($"tests[{i}].expected", $"A call that ends as {FunctionNames.Of(test.Outcome)} has no result to expect; leave out one of the two.");
            }
        }
    }

    private static FunctionFinding Finding(string field, string message) => new() { Code = "test_invalid", Field = field, Message = message };
}
