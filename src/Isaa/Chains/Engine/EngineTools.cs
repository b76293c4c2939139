using Isaa.Chains.Ports;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Tools;

namespace Isaa.Chains.Engine;

/// <summary>The engine's tools for one run of a chain.</summary>
/// <param name="catalog">The tools.</param>
/// <param name="invoker">Calls them.</param>
/// <param name="home">Where the run's own folder is.</param>
/// <param name="run">The run.</param>
/// <param name="folder">The folder the run works in; null for none.</param>
internal sealed class EngineTools(IToolCatalog catalog, ToolInvoker invoker, IsaaHome home, JobId run, string? folder) : IChainTools
{
    private const string Agent = "chain";

    public (StepKind Kind, JsonElement Parameters) Describe(string tool)
    {
        var found = Get(tool);
        return (found.Kind, found.Function.JsonSchema);
    }

    public async Task<string> CallAsync(string tool, JsonElement arguments, string place, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var workspace = folder is null ? null : Workspace.Open(folder);
        var context = new ToolCallContext
        {
            Run = run,
            Agent = Agent,
            Session = run.ToString(),
            CallId = place,
            IdempotencyKey = idempotencyKey ?? $"{run}/{place}",
            Workspace = workspace,
            SessionFolder = home.Folder("sessions", run.ToString()),
        };
        var result = await invoker.InvokeAsync(Get(tool), tool, arguments, context, cancellationToken);
        return result.IsError ? throw new IsaaException(result.ErrorCode ?? "tool_failed", result.Text) : result.Text;
    }

    private Tool Get(string tool) => catalog.Find(tool)
        ?? throw new IsaaException("tool_unknown", $"There is no tool '{tool}' in this program.{NearestNames.Hint(tool, catalog.List().Select(t => t.Function.Name))}");
}
