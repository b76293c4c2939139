using Isaa.Agents.Approvals;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents.Approvals;

/// <summary>Writes what runs ask and what becomes of the answers, inside a job's transaction.</summary>
internal sealed class ApprovalWriter : ISqlStoreWriter
{
    public bool TryWrite(SqlWriteContext context, StoreWrite write)
    {
        switch (write)
        {
            case ApprovalAsk ask:
                Insert(context, ask);
                return true;
            case ApprovalUse use:
                Use(context, use);
                return true;
            case ApprovalExpire expire:
                context.Statement("UPDATE isaa_approvals SET state = 3 WHERE id = ?1 AND state = 0").Bind(1, expire.Id).Run();
                return true;
            case ApprovalWithdraw withdraw:
                context.Statement("UPDATE isaa_approvals SET state = 5 WHERE run = ?1 AND state IN (0, 1)").Bind(1, withdraw.Run.Value).Run();
                return true;
            default:
                return false;
        }
    }

    private static void Insert(SqlWriteContext context, ApprovalAsk ask)
    {
        var asked = ask.Approval;
        context.Statement("""
            INSERT INTO isaa_approvals (id, tenant, run, session, agent, turn, call_id, tool, tool_hash, arguments, hash, risk, reason, state, asked_at, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, ?14, ?15)
            ON CONFLICT (id) DO NOTHING
            """)
            .Bind(1, asked.Id).Bind(2, asked.Tenant).Bind(3, asked.Run.Value).Bind(4, asked.Session).Bind(5, asked.Agent)
            .Bind(6, asked.Turn).Bind(7, asked.CallId).Bind(8, asked.Tool).Bind(9, ask.ToolHash).Bind(10, asked.Arguments).Bind(11, asked.Hash)
            .Bind(12, (long)asked.Risk).Bind(13, asked.Reason)
            .Bind(14, asked.AskedAt.ToUnixTimeMilliseconds()).Bind(15, asked.ExpiresAt?.ToUnixTimeMilliseconds())
            .Run();
    }

    private static void Use(SqlWriteContext context, ApprovalUse use)
    {
        var used = context.Statement("UPDATE isaa_approvals SET state = 4, used_at = ?3 WHERE id = ?1 AND hash = ?2 AND state = 1")
            .Bind(1, use.Id).Bind(2, use.Hash).Bind(3, context.Now).RunCounted();
        if (used == 0)
        {
            throw new IsaaException("approval_used", $"Approval {use.Id:N} cannot be used: it was used already, or it is not for this call.");
        }
    }
}
