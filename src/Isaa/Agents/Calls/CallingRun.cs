using Isaa.Agents.Runs;
using Isaa.Jobs;

namespace Isaa.Agents.Calls;

/// <summary>The run that makes a call, for tools that work on runs themselves.</summary>
/// <param name="Context">The attempt.</param>
/// <param name="Setup">What it works with.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Call">The call.</param>
internal sealed record CallingRun(JobContext Context, RunSetup Setup, RunState State, OneCall Call)
{
    /// <summary>How the run was added.</summary>
    public AgentRunJob Arguments => Setup.Arguments;
}
