using Isaa.Jobs;

namespace Isaa.Agents;

/// <summary>A run of an agent that was checked and bound to its version and model, and is not added yet.</summary>
/// <param name="Job">Its arguments.</param>
/// <param name="Queueing">How it is added.</param>
internal sealed record PreparedRun(AgentRunJob Job, EnqueueOptions Queueing);
