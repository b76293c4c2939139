using System.Text;
using Isaa.Agents.Approvals;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Signals;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents.Approvals;

/// <summary>Keeps approvals in a database.</summary>
/// <param name="store">The database.</param>
internal sealed class ApprovalStore(ISqlStore store) : IApprovalStore
{
    private static readonly byte[] Empty = Encoding.UTF8.GetBytes("{}");

    public Task<Approval?> FindAsync(string tenant, Guid id, CancellationToken cancellationToken) => store.ReadAsync(
        context => ApprovalRows.Find(context, id) is { } found && found.Tenant == tenant ? found : null, cancellationToken);

    public Task<IReadOnlyList<Approval>> ListAsync(ApprovalQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<Approval>>(context => ApprovalRows.List(context, query), cancellationToken);

    public Task<Approval> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken) =>
        store.WriteAsync(context => Decide(context, decision), cancellationToken);

    public Task<bool> IsGrantedAsync(string tenant, string session, string toolHash, CancellationToken cancellationToken) => store.ReadAsync(
        context =>
        {
            var rows = context.Statement("SELECT 1 FROM isaa_approval_grants WHERE tenant = ?1 AND session = ?2 AND tool_hash = ?3")
                .Bind(1, tenant).Bind(2, session).Bind(3, toolHash);
            var isGranted = rows.Step();
            rows.Reset();
            return isGranted;
        },
        cancellationToken);

    private static Approval Decide(SqlWriteContext context, ApprovalDecision decision)
    {
        // The job before the approval, as runs lock them too.
        var run = ApprovalRows.Find(context, decision.Id) is { } seen && seen.Tenant == decision.Tenant ? JobHead.Find(context, seen.Run) : throw Unknown(decision.Id);
        var asked = ApprovalRows.Lock(context, decision.Id) ?? throw Unknown(decision.Id);
        if (IsSame(asked, decision))
        {
            return asked;
        }

        Check(context, asked, decision, isRunOver: run is null || run.State.IsFinal());
        context.Statement("UPDATE isaa_approvals SET state = ?2, edited = ?3, decided_by = ?4, note = ?5, decided_at = ?6 WHERE id = ?1")
            .Bind(1, asked.Id).Bind(2, (long)(decision.IsApproved ? ApprovalState.Approved : ApprovalState.Denied)).Bind(3, decision.Arguments)
            .Bind(4, decision.By).Bind(5, decision.Note).Bind(6, context.Now).Run();
        if (decision is { IsApproved: true, IsForSession: true })
        {
            context.Statement("""
                INSERT INTO isaa_approval_grants (tenant, session, tool_hash, approval)
                SELECT tenant, session, tool_hash, approval FROM isaa_approvals WHERE id = ?1
                ON CONFLICT (tenant, session, tool_hash) DO NOTHING
                """).Bind(1, asked.Id).Run();
        }

        SignalWrites.Send(context, new NewSignal { Job = asked.Run, Name = ApprovalHash.SignalOf(asked.Id), Id = $"{asked.Id:N}", Body = Empty });
        return ApprovalRows.Find(context, asked.Id)!;
    }

    private static bool IsSame(Approval asked, ApprovalDecision decision) =>
        asked.DecidedBy == decision.By && asked.Hash == decision.Hash && asked.EditedArguments == decision.Arguments
        && (decision.IsApproved ? asked.State is ApprovalState.Approved or ApprovalState.Used : asked.State == ApprovalState.Denied);

    private static void Check(SqlWriteContext context, Approval asked, ApprovalDecision decision, bool isRunOver)
    {
        if (asked.Hash != decision.Hash)
        {
            throw new IsaaException("approval_changed", $"Approval {asked.Id:N} asks for something else than what was decided on: its hash is {asked.Hash}. Look at it again.");
        }

        if (asked.State == ApprovalState.Expired || (asked.State == ApprovalState.Pending && asked.ExpiresAt?.ToUnixTimeMilliseconds() <= context.Now))
        {
            throw new IsaaException("approval_expired", $"Approval {asked.Id:N} had to be decided by {asked.ExpiresAt:u}; the call was refused.");
        }

        if (asked.State != ApprovalState.Pending && asked.State != ApprovalState.Withdrawn)
        {
            var what = asked.State == ApprovalState.Denied ? "denied" : "approved";
            throw new IsaaException("approval_decided", $"Approval {asked.Id:N} was {what} by {asked.DecidedBy} at {asked.DecidedAt:u}; a decision stands.");
        }

        if (isRunOver || asked.State == ApprovalState.Withdrawn)
        {
            throw new IsaaException("approval_withdrawn", $"Run {asked.Run} has ended; nothing waits for approval {asked.Id:N} any more.");
        }
    }

    private static IsaaException Unknown(Guid id) => new("approval_unknown", $"There is no approval {id:N}. `isaa approvals list` shows those there are.");
}
