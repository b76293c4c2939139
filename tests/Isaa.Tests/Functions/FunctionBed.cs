using System.Text.Json;
using Isaa.Functions;
using Isaa.Functions.Checks;
using Isaa.Functions.Languages;
using Isaa.Functions.Proof;
using Isaa.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Functions;

/// <summary>Functions in a real sandbox.</summary>
public sealed class FunctionBed : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public FunctionBed()
        : this(null)
    {
    }

    internal FunctionBed(Action<SandboxPoolOptions>? pool, Action<SandboxOptions>? sandbox = null, Action<FunctionOptions>? functions = null)
    {
        var services = new ServiceCollection();
        _ = services.AddLogging().AddIsaaFunctions();
        // One process stands ready at most, so that tests do not start what they never use.
        _ = services.Configure<SandboxPoolOptions>(options =>
        {
            options.WarmWorkers = 0;
            pool?.Invoke(options);
        });
        _ = services.Configure<SandboxOptions>(options => sandbox?.Invoke(options));
        _ = services.Configure<FunctionOptions>(options => functions?.Invoke(options));
        _services = services.BuildServiceProvider();
    }

    public static FunctionLimits Small { get; } = new() { MemoryBytes = 256L << 20, Timeout = TimeSpan.FromSeconds(20), CpuSeconds = 10, TemporaryBytes = 2 << 20 };

    public IFunctionRunner Runner => _services.GetRequiredService<IFunctionRunner>();

    public IFunctionChecker Checker => _services.GetRequiredService<IFunctionChecker>();

    public LanguageCheck LanguageCheck => _services.GetRequiredService<LanguageCheck>();

    internal LanguageCatalog Languages => _services.GetRequiredService<LanguageCatalog>();

    internal SandboxPool Pool => _services.GetRequiredService<SandboxPool>();

    public static FunctionDefinition Define(FunctionLanguage language, string code, string name = "work") => new()
    {
        Name = name,
        Language = language,
        Code = code,
        Limits = Small,
    };

    public Task<FunctionResult> RunAsync(FunctionDefinition definition, string input = "{}", FunctionContext? context = null) => Runner.RunAsync(
        new FunctionCall { Definition = definition, Input = JsonElement.Parse(input), Context = context }, TestContext.Current.CancellationToken);

    public Task<FunctionResult> RunAsync(FunctionLanguage language, string code, string input = "{}") => RunAsync(Define(language, code), input);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
