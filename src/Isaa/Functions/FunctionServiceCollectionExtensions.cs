using Isaa.Functions.Checks;
using Isaa.Functions.Languages;
using Isaa.Functions.Languages.CSharp;
using Isaa.Functions.Languages.JavaScript;
using Isaa.Functions.Languages.Python;
using Isaa.Functions.Proof;
using Isaa.Functions.Running;
using Isaa.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Functions;

/// <summary>Registers functions.</summary>
public static class FunctionServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IFunctionRunner"/>, <see cref="IFunctionChecker"/>, <see cref="LanguageCheck"/> and the languages; nothing is started or looked up yet.</summary>
    public static IServiceCollection AddIsaaFunctions(this IServiceCollection services)
    {
        _ = services.AddIsaaSandbox();
        _ = services.AddOptions<FunctionOptions>().ValidateDataAnnotations();
        services.TryAddSingleton<RunnerFiles>();
        services.TryAddSingleton<WorkerAsking>();
        services.TryAddSingleton<CompiledFiles>();
        services.TryAddSingleton<CompiledFunctions>();
        services.TryAddSingleton<FunctionSchemaCache>();
        services.TryAddSingleton<LanguageCatalog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILanguage, CSharpLanguage>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILanguage, PythonLanguage>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILanguage, JavaScriptLanguage>());
        services.TryAddSingleton<IFunctionRunner, FunctionRunner>();
        services.TryAddSingleton<IFunctionChecker, FunctionChecker>();
        services.TryAddSingleton(static provider => new LanguageCheck(provider.GetRequiredService<LanguageCatalog>(), provider.GetRequiredService<IFunctionRunner>()));
        return services;
    }
}
