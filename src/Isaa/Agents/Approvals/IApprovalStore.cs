using Isaa.Diagnostics;

namespace Isaa.Agents.Approvals;

/// <summary>
/// The port to the database that keeps approvals. It also takes the writes <see cref="ApprovalAsk"/>, <see cref="ApprovalUse"/>,
/// <see cref="ApprovalExpire"/> and <see cref="ApprovalWithdraw"/>, which travel with a run's own changes. Thread safe.
/// </summary>
public interface IApprovalStore
{
    /// <summary>An approval; null when there is none.</summary>
    Task<Approval?> FindAsync(string tenant, Guid id, CancellationToken cancellationToken);

    /// <summary>Approvals, the newest first.</summary>
    Task<IReadOnlyList<Approval>> ListAsync(ApprovalQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Records a decision and wakes the run, in one transaction. It is on disk when this returns. The same decision of the same person again changes nothing.
    /// </summary>
    /// <exception cref="IsaaException"><c>approval_unknown</c>, <c>approval_changed</c>: what the person saw is not what is asked; <c>approval_decided</c>,
    /// <c>approval_expired</c>, or <c>approval_withdrawn</c>: the run has ended.</exception>
    Task<Approval> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken);

    /// <summary>Whether a person allowed all further calls of a tool in a session.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="session">The session.</param>
    /// <param name="toolHash">What the grant is bound to: <see cref="ApprovalHash.OfTool"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<bool> IsGrantedAsync(string tenant, string session, string toolHash, CancellationToken cancellationToken);
}
