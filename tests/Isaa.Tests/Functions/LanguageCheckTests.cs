using Isaa.Functions;
using Isaa.Functions.Languages;
using Isaa.Functions.Proof;
using Isaa.Protocol.Sandbox;
using Isaa.Sandbox.Workers;

namespace Isaa.Tests.Functions;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LanguageCheckTests(FunctionBed bed) : IClassFixture<FunctionBed>
{
    [Fact]
    public async Task Every_language_runs_here_and_holds()
    {
        var findings = await bed.LanguageCheck.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, findings.Count);
        Assert.All(findings, static finding => Assert.True(finding is { IsOk: true, IsInstalled: true }, $"{finding.Language}: {finding.Message}"));
    }

    [Fact]
    public async Task A_language_whose_runtime_is_missing_is_told_with_the_remedy()
    {
        var check = new LanguageCheck(new LanguageCatalog([new Missing()]), bed.Runner);

        var finding = Assert.Single(await check.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal((false, false, "install it"), (finding.IsInstalled, finding.IsOk, finding.Message));
    }

    [Fact]
    public async Task A_function_that_got_out_is_told()
    {
        var languages = bed.Languages;
        var check = new LanguageCheck(languages, new Escaped());

        var findings = await check.RunAsync(TestContext.Current.CancellationToken);

        Assert.All(findings, static finding => Assert.False(finding.IsOk));
        Assert.All(findings, static finding => Assert.Contains("network", finding.Message, StringComparison.Ordinal));
    }

    private sealed class Escaped : IFunctionRunner
    {
        public Task<FunctionResult> RunAsync(FunctionCall call, CancellationToken cancellationToken = default) => Task.FromResult(new FunctionResult
        {
            Outcome = FunctionOutcome.Completed,
            Output = System.Text.Json.JsonElement.Parse("""["ran","network"]"""),
            Usage = new FunctionUsage { Duration = TimeSpan.Zero },
        });
    }

    private sealed class Missing : ILanguage
    {
        public FunctionLanguage Language => FunctionLanguage.Python;

        public IReadOnlyList<string> DefaultImports => [];

        public string? FindMissing() => "install it";

        WorkerProfile ILanguage.ProfileFor(FunctionDefinition definition) => throw new InvalidOperationException();

        Task<WorkerRequest> ILanguage.PrepareAsync(FunctionDefinition definition, CancellationToken cancellationToken) => throw new InvalidOperationException();

        Task<WorkerReply> ILanguage.CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
