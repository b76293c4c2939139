using Isaa.Chains.Ports;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Tools;

namespace Isaa.Chains.Engine;

/// <summary>Gives runs of chains the engine's tools.</summary>
/// <param name="catalog">The tools.</param>
/// <param name="invoker">Calls them.</param>
/// <param name="home">Where runs have their folders.</param>
/// <param name="ids">Ids of runs that are no jobs.</param>
internal sealed class ChainToolbox(IToolCatalog catalog, ToolInvoker invoker, IsaaHome home, IdSource ids)
{
    public IChainTools For(JobId? run, string? folder) => new EngineTools(catalog, invoker, home, run ?? new JobId(ids.Next()), folder);
}
