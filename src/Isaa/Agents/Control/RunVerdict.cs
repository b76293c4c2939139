using Isaa.Protocol.Agents;

namespace Isaa.Agents.Control;

/// <summary>How an attempt of a run ended.</summary>
internal abstract record RunVerdict
{
    private RunVerdict()
    {
    }

    /// <summary>It has its answer.</summary>
    public sealed record Answered : RunVerdict;

    /// <summary>It failed for good.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Failed(AgentRunError Error) : RunVerdict;

    /// <summary>It waits; another attempt goes on.</summary>
    /// <param name="Wait">What for.</param>
    public sealed record Waiting(RunWait Wait) : RunVerdict;
}
