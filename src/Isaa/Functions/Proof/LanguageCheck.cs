using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Isaa.Functions.Languages;

namespace Isaa.Functions.Proof;

/// <summary>Proves on this machine, now, that functions of each language run and cannot get out: they try.</summary>
public sealed class LanguageCheck
{
    private static readonly string[] Places = ["/usr", "/etc", "/isaa", "/"];

    private readonly LanguageCatalog _languages;
    private readonly IFunctionRunner _runner;

    internal LanguageCheck(LanguageCatalog languages, IFunctionRunner runner) => (_languages, _runner) = (languages, runner);

    /// <summary>Runs one trial per language that is there; takes a second or two, most of it for the compiler of C#.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<IReadOnlyList<LanguageFinding>> RunAsync(CancellationToken cancellationToken = default)
    {
        var outside = Directory.CreateTempSubdirectory("isaa-check-");
        try
        {
            var canary = Path.Combine(outside.FullName, "canary");
            await File.WriteAllTextAsync(canary, "canary", cancellationToken);
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var input = new TrialInput(canary, Places, ((IPEndPoint)listener.LocalEndpoint).Port);
            return await Task.WhenAll(_languages.All.Select(language => TryAsync(language, JsonSerializer.SerializeToElement(input, TrialJson.Default.TrialInput), cancellationToken)));
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    private async Task<LanguageFinding> TryAsync(ILanguage language, JsonElement input, CancellationToken cancellationToken)
    {
        if (language.FindMissing() is { } missing)
        {
            return new LanguageFinding { Language = language.Language, IsInstalled = false, IsOk = false, Message = missing };
        }

        var trial = new FunctionDefinition
        {
            Name = "trial",
            Language = language.Language,
            Code = LanguageTrials.Of(language.Language),
            SafeMode = false,
            AllowedImports = ["*"],
        };
        var result = await _runner.RunAsync(new FunctionCall { Definition = trial, Input = input }, cancellationToken);
        var got = result.Output is { ValueKind: JsonValueKind.Array } output ? output.EnumerateArray().Select(static item => item.GetString()).ToList() : null;
        return new LanguageFinding
        {
            Language = language.Language,
            IsInstalled = true,
            IsOk = got is ["ran"],
            Message = got is ["ran"] ? "functions run, and cannot read, write or reach anything outside"
                : got is not null ? $"a function got out: {string.Join(", ", got)}"
                : $"a function did not run: {result.Error?.Message ?? result.Outcome.ToString()}",
        };
    }
}
