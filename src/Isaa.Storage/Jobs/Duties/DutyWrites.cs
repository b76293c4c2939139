using Isaa.Diagnostics;
using Isaa.Jobs.Duties;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Duties;

/// <summary>Shares out duties by one row each, and lets nobody write under a term that is over.</summary>
internal static class DutyWrites
{
    private const string SelectLocked = "SELECT holder, term, held_to FROM isaa_leases WHERE name = ? FOR UPDATE";

    private const string Insert = "INSERT INTO isaa_leases (name, holder, term, held_to) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING";

    private const string Update = "UPDATE isaa_leases SET holder = ?, term = ?, held_to = ? WHERE name = ?";

    private const string Resigned = "UPDATE isaa_leases SET held_to = 0 WHERE name = ? AND holder = ? AND term = ?";

    public static Duty? TryTake(SqlWriteContext context, string name, Guid holder, long milliseconds)
    {
        var heldTo = context.Now + milliseconds;
        if (Find(context, name) is not var (other, term, until))
        {
            // Somebody else may be adding the row at this moment: then it is theirs.
            return context.Statement(Insert).Bind(1, name).Bind(2, holder).Bind(3, heldTo).RunCounted() > 0 ? new Duty(name, holder, 1) : null;
        }

        if (until > context.Now && other != holder)
        {
            return null;
        }

        // Who comes after the end of the own time was not watching: others may have been told that the duty is free, so a new term begins.
        var next = until > context.Now ? term : term + 1;
        context.Statement(Update).Bind(1, holder).Bind(2, next).Bind(3, heldTo).Bind(4, name).Run();
        return new Duty(name, holder, next);
    }

    public static bool Resign(SqlWriteContext context, Duty duty) =>
        context.Statement(Resigned).Bind(1, duty.Name).Bind(2, duty.Holder).Bind(3, duty.Term).RunCounted() > 0;

    /// <summary>Keeps others from taking the duty until this transaction has ended.</summary>
    /// <exception cref="IsaaException"><c>duty_lost</c>: the time is over, or another has it.</exception>
    public static void Ensure(SqlWriteContext context, Duty duty)
    {
        if (Find(context, duty.Name) is not var (holder, term, heldTo) || holder != duty.Holder || term != duty.Term || heldTo <= context.Now)
        {
            throw new IsaaException("duty_lost",
                $"The duty '{duty.Name}' of term {duty.Term} is over: this process did not renew it in time. Nothing was written; whoever has it now goes on.");
        }
    }

    private static (Guid Holder, long Term, long HeldTo)? Find(SqlWriteContext context, string name)
    {
        var row = context.Statement(SelectLocked).Bind(1, name);
        if (!row.Step())
        {
            return null;
        }

        var found = (row.Guid(0), row.Long(1), row.Long(2));
        row.Reset();
        return found;
    }
}
