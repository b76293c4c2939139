using Isaa.Diagnostics;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Tools;
using Isaa.Tools.Stored;

namespace Isaa.Functions.Offering;

/// <summary>Offers stored functions as tools of agents.</summary>
internal sealed class FunctionsAsTools(FunctionStore functions, FunctionExecutor executor) : IStoredTools
{
    public async Task<StoredTool> PinAsync(string tenant, string reference, CancellationToken cancellationToken)
    {
        var version = await functions.GetUsableAsync(reference, tenant, cancellationToken);
        return new StoredTool { Name = version.Name, Version = version.Version, Hash = version.Hash };
    }

    public async Task<Tool> GetAsync(string tenant, StoredTool pinned, CancellationToken cancellationToken)
    {
        var version = await functions.GetAsync($"{pinned.Name}@{pinned.Version}", tenant, cancellationToken);
        return version.Hash == pinned.Hash
            ? new Tool { Function = new FunctionTool(executor, version), Kind = version.StepKind, Risk = version.Definition.Network.Count > 0 ? ToolRisk.Outward : ToolRisk.Execute, Categories = ["functions"] }
            : throw new IsaaException("function_changed", $"Version {version.Version} of function '{version.Name}' has the hash {version.Hash}, but the run is bound to {pinned.Hash}.");
    }
}
