using Isaa.Diagnostics;
using Isaa.Sandbox;
using Isaa.Tools.BuiltIn;
using Isaa.Tools.BuiltIn.Files;
using Isaa.Tools.BuiltIn.Scripts;
using Isaa.Tools.BuiltIn.Shell;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Tools;

/// <summary>Registers tools.</summary>
public static class ToolServiceCollectionExtensions
{
    /// <summary>Adds the catalog, the invoker, the sandbox and the built-in file, script and shell tools.</summary>
    public static IServiceCollection AddIsaaTools(this IServiceCollection services)
    {
        _ = services.AddIsaaSandbox();
        _ = services.AddOptions<ToolOptions>().ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.TryAddSingleton<IToolCatalog, ToolCatalog>();
        services.TryAddSingleton<ToolInvoker>();
        services.TryAddSingleton<CodeRunner>();
        return services.AddTools<FileTools>().AddTools<FolderTools>().AddTools<ScriptTools>().AddTools<PythonTools>().AddTools<ShellTools>();
    }

    /// <summary>Adds the tools of a class: its public methods that carry <see cref="ToolAttribute"/>. One instance serves all calls.</summary>
    public static IServiceCollection AddTools<T>(this IServiceCollection services)
        where T : class
    {
        services.TryAddSingleton<T>();
        return services.AddSingleton<IToolSource>(static provider => new MethodToolSource<T>(provider.GetRequiredService<T>));
    }

    /// <summary>Adds one tool.</summary>
    public static IServiceCollection AddTool(this IServiceCollection services, Tool tool) =>
        services.AddSingleton<IToolSource>(new SingleToolSource(tool));

    private sealed class SingleToolSource(Tool tool) : IToolSource
    {
        public IEnumerable<Tool> List() => [tool];
    }
}
