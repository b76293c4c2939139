using Isaa.Agents.Calls;

namespace Isaa.Agents.SubAgents;

/// <summary>Makes the origin of runs that a run starts.</summary>
internal static class RunOrigins
{
    /// <summary>The origin of a run that this one starts and that may nest as deep as this one may.</summary>
    public static RunOrigin Next(CallingRun run)
    {
        var (own, definition) = (run.Arguments.Origin, run.Setup.Agent.Definition);
        return new RunOrigin
        {
            Parent = run.Context.Id,
            Callers = [.. own?.Callers ?? [], run.Setup.Agent.Name],
            SubAgentDepth = Math.Min(own?.SubAgentDepth ?? int.MaxValue, definition.SubAgents.MaxDepth),
            Approvals = definition.Approval is { } approval ? [.. own?.Approvals ?? [], approval] : own?.Approvals ?? [],
            Tools = own?.Tools,
            ChainDepth = Math.Min(own?.ChainDepth ?? int.MaxValue, definition.MaxChainDepth),
        };
    }
}
