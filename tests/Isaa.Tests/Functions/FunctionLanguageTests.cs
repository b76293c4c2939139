using Isaa.Functions;

namespace Isaa.Tests.Functions;

/// <summary>One contract in all languages: JSON in, JSON out, logs apart, errors with the place in the user's code.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FunctionLanguageTests(FunctionBed bed) : IClassFixture<FunctionBed>
{
    private static readonly Dictionary<FunctionLanguage, Samples> All = new()
    {
        [FunctionLanguage.CSharp] = new(
            Adds: """
                public record Sum(int Total, string Text);

                static Sum work(int a, int b, string text = "none")
                {
                    Console.WriteLine($"adding {a}");
                    Console.Error.WriteLine("and more");
                    return new Sum(a + b, text.ToUpperInvariant());
                }
                """,
            AddsLater: "static async Task<int> work(int a) { await Task.Delay(1); return a + 1; }",
            TellsContext: "static string work(JsonElement context) => context.GetProperty(\"session\").GetString() + \"/\" + context.GetProperty(\"job\").GetString();",
            Fails: "static int Inner(int[] a)\n{\n    return a[7];\n}\n\nstatic int work() => Inner([1]);",
            FailedKind: "IndexOutOfRangeException",
            WrongSyntax: "static int work()\n{\n    return 1 +;\n}"),
        [FunctionLanguage.Python] = new(
            Adds: """
                import json

                def work(a, b, text="none"):
                    print(f"adding {a}")
                    print("and more")
                    return {"total": a + b, "text": text.upper()}
                """,
            AddsLater: "async def work(a):\n    return a + 1",
            TellsContext: "def work(context):\n    return context['session'] + '/' + context['job']",
            Fails: "def inner(a):\n    # one\n    return a[7]\n\ndef work():\n    return inner([1])",
            FailedKind: "IndexError",
            WrongSyntax: "def work():\n    x = 1\n    return 1 +\n"),
        [FunctionLanguage.JavaScript] = new(
            Adds: """
                export function work({ a, b, text = 'none' }) {
                  console.log(`adding ${a}`);
                  console.error('and more');
                  return { total: a + b, text: text.toUpperCase() };
                }
                """,
            AddsLater: "export async function work({ a }) { await new Promise((go) => setTimeout(go, 1)); return a + 1; }",
            TellsContext: "export const work = (input, context) => context.session + '/' + context.job;",
            Fails: "function inner(a) {\n  // one\n  return a[7].length;\n}\nexport function work() { return inner([1]); }",
            FailedKind: "TypeError",
            WrongSyntax: "export function work() {\n  // one\n  return 1 +;\n}"),
    };

    public static TheoryData<FunctionLanguage> Languages => [.. Enum.GetValues<FunctionLanguage>()];

    [Theory, MemberData(nameof(Languages))]
    public async Task Json_goes_in_and_comes_out_and_logs_go_apart(FunctionLanguage language)
    {
        const string input = """{"a":2,"b":40,"text":"ünï💡"}""";

        var result = await bed.RunAsync(language, All[language].Adds, input);

        Assert.Equal((FunctionOutcome.Completed, null), (result.Outcome, result.Error));
        Assert.Equal(42, result.Output!.Value.GetProperty("total").GetInt32());
        Assert.Equal("ÜNÏ💡", result.Output.Value.GetProperty("text").GetString());
        Assert.Equal("adding 2\nand more\n", result.Logs);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(input), result.Usage.InputBytes);
        Assert.InRange(result.Usage.PeakMemoryBytes!.Value, 1 << 20, 256 << 20);
        Assert.Equal(result.Logs.Length, result.Usage.LogBytes);
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task An_asynchronous_function_is_awaited(FunctionLanguage language)
    {
        var result = await bed.RunAsync(FunctionBed.Define(language, All[language].AddsLater) with { IsAsync = true }, """{"a":1}""");

        Assert.Equal(FunctionOutcome.Completed, result.Outcome);
        Assert.Equal(2, result.Output!.Value.GetInt32());
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task The_caller_is_handed_over_as_data(FunctionLanguage language)
    {
        var result = await bed.RunAsync(
            FunctionBed.Define(language, All[language].TellsContext) with { NeedsContext = true }, "{}", new FunctionContext { Session = "s-1", Job = "j-2" });

        Assert.Equal((FunctionOutcome.Completed, "s-1/j-2"), (result.Outcome, result.Output?.GetString()));
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task An_error_names_the_place_in_the_functions_own_code(FunctionLanguage language)
    {
        var result = await bed.RunAsync(language, All[language].Fails);

        Assert.Equal((FunctionOutcome.Failed, All[language].FailedKind), (result.Outcome, result.Error?.Kind));
        Assert.Equal(3, result.Error!.Line);
        Assert.True(result.Error.Column > 1, $"column {result.Error.Column}");
        Assert.Contains("nner", result.Error.Trace, StringComparison.Ordinal);
        Assert.Null(result.Output);
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Code_with_wrong_syntax_fails_with_its_place(FunctionLanguage language)
    {
        var result = await bed.RunAsync(language, All[language].WrongSyntax);

        Assert.Equal((FunctionOutcome.Failed, 3), (result.Outcome, result.Error?.Line));
        Assert.True(result.Error!.Column > 1, $"column {result.Error.Column}");
    }

    [Theory]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = x => x * 2; return e.Compile()(21);")]
    [InlineData("return new System.Text.RegularExpressions.Regex(\"[0-9]+\", System.Text.RegularExpressions.RegexOptions.Compiled).Match(\"a42\").Value is var v ? int.Parse(v) : 0;")]
    [InlineData("return Enumerable.Range(0, 7).AsQueryable().Where(x => x > 0).Select(x => x * 2).Sum();")]
    [InlineData("return JsonSerializer.Deserialize<Dictionary<string, (int, int)[]>>(\"{}\")!.Count + (int)typeof(Math).GetMethod(\"Abs\", [typeof(int)])!.Invoke(null, [-42])!;")]
    public async Task What_the_base_library_makes_at_run_time_works(string body)
    {
        var definition = FunctionBed.Define(FunctionLanguage.CSharp, $"static int work() {{ {body} }}") with { AllowedImports = ["*"] };

        var result = await bed.RunAsync(definition);

        Assert.Equal((FunctionOutcome.Completed, "42"), (result.Outcome, result.Output?.GetRawText() ?? result.Error?.Message));
    }

    private sealed record Samples(string Adds, string AddsLater, string TellsContext, string Fails, string FailedKind, string WrongSyntax);
}
