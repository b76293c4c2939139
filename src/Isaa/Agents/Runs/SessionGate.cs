using Isaa.Agents.Sessions;
using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Agents.Runs;

/// <summary>Lets one run at a time into a session.</summary>
/// <param name="sessions">The sessions.</param>
/// <param name="jobs">Says which runs have ended.</param>
internal sealed class SessionGate(ISessionStore sessions, IJobStore jobs)
{
    /// <summary>Opens a run's session, or says who is before it. Runs that ended without closing it (a lost machine, a kill) are taken out of the way.</summary>
    public async Task<SessionOpening> OpenAsync(AgentRunJob arguments, Job job, string session, CancellationToken cancellationToken)
    {
        var request = new SessionOpenRequest { Tenant = job.Tenant, Session = session, Run = job.Id, Agent = arguments.Agent, Input = arguments.Input };
        while (true)
        {
            var opening = await sessions.OpenAsync(request, cancellationToken);
            if (opening.BlockedBy is not { } blocker || await IsAliveAsync(blocker, cancellationToken))
            {
                return opening;
            }

            await sessions.ForgetAsync(job.Tenant, session, blocker, cancellationToken);
        }
    }

    private async Task<bool> IsAliveAsync(JobId run, CancellationToken cancellationToken) =>
        await jobs.FindAsync(run, cancellationToken) is { Job.State: var state } && !state.IsFinal();
}
