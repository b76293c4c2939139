using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Groups;

/// <summary>
/// Gives out the tickets of groups. A group never has more tickets out than its limit allows, so a claim never meets a job it must leave, and the limit is
/// exact. A new ticket's rank is the present time, and at least a microsecond after the group's last: groups take turns, however many jobs wait in one.
/// </summary>
internal static class GroupTickets
{
    /// <summary>The most groups that are looked at again in one transaction.</summary>
    public const int DueAtOnce = 100;

    private const string SelectHeld = """
        SELECT seq, priority FROM isaa_jobs INDEXED BY isaa_jobs_grouped
        WHERE state = 1 AND group_row IS NOT NULL AND group_row = ? AND held = 1 ORDER BY rank, seq LIMIT ? FOR UPDATE
        """;

    private const string GiveTicket = "UPDATE isaa_jobs SET held = 0, rank = ? WHERE seq = ?";

    private const string TakeBack = """
        UPDATE isaa_jobs SET held = 1, rank = CASE WHEN ?2 = 1 THEN 0 ELSE run_at * 1000 + priority * ?3 END
        WHERE state = 1 AND group_row IS NOT NULL AND group_row = ?1 AND held = 0
        """;

    private const string SelectDue = "SELECT group_row FROM isaa_groups INDEXED BY isaa_groups_next WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED";

    /// <summary>Lets in as many held jobs as the group has room for, and saves it.</summary>
    public static void Admit(SqlWriteContext context, GroupRow group)
    {
        group.NextAt = null;
        if (group.BlockedUntil <= context.Now)
        {
            group.BlockedUntil = null;
        }

        if (!group.IsStopped(context.Now))
        {
            LetIn(context, group);
        }
        else if (!group.IsPaused)
        {
            group.NextAt = group.BlockedUntil;
        }

        if (group.NextAt is not null)
        {
            context.Touch(StoreTopic.Due);
        }

        group.Save(context);
    }

    /// <summary>Takes back the tickets of jobs that may be claimed, and gives out anew those that the group's settings allow now.</summary>
    public static void Renew(SqlWriteContext context, GroupRow group)
    {
        if (group.Open > 0)
        {
            context.Statement(TakeBack).Bind(1, group.Row).Bind(2, group.IsFifo ? 1 : 0).Bind(3, context.AgeingStep).Run();
            group.Open = 0;
        }

        Admit(context, group);
    }

    /// <summary>Nothing of the group starts before the time.</summary>
    public static void Block(SqlWriteContext context, long row, long until)
    {
        var group = GroupRow.Lock(context, row);
        group.BlockedUntil = until > group.BlockedUntil || group.BlockedUntil is null ? until : group.BlockedUntil;
        Renew(context, group);
    }

    /// <summary>Looks again at groups whose time has come.</summary>
    /// <returns>How many.</returns>
    public static int AdmitDue(SqlWriteContext context)
    {
        var due = new List<long>();
        var rows = context.Statement(SelectDue).Bind(1, context.Now).Bind(2, DueAtOnce);
        while (rows.Step())
        {
            due.Add(rows.Long(0));
        }

        foreach (var row in due)
        {
            Admit(context, GroupRow.Lock(context, row));
        }

        return due.Count;
    }

    private static void LetIn(SqlWriteContext context, GroupRow group)
    {
        var room = (long)GroupRow.Window - group.Open;
        if (group.Limit is { } limit)
        {
            room = Math.Min(room, limit - group.Open - group.Active);
        }

        var wanted = room;
        if (group.Rate is { } rate && room > 0)
        {
            group.Bucket = group.Bucket.Refill(rate, context.Now);
            room = Math.Min(room, group.Bucket.Whole);
        }

        var given = GiveOut(context, group, room);
        if (group.Rate is { } limited && wanted > 0)
        {
            group.Bucket = group.Bucket.Take(given);
            group.NextAt = given == room && room < wanted ? group.Bucket.NextAt(limited) : null;
        }
    }

    // Asks until none is found: on PostgreSQL a job that somebody else has just moved is left out of an answer.
    private static long GiveOut(SqlWriteContext context, GroupRow group, long room)
    {
        var given = 0L;
        while (given < room && ReadHeld(context, group.Row, room - given) is { Count: > 0 } held)
        {
            foreach (var (row, priority) in held)
            {
                group.Turn = Math.Max(context.Now * 1000, group.Turn + 1);
                context.Statement(GiveTicket).Bind(1, group.Turn + JobRanks.Ageing(context, priority)).Bind(2, row).Run();
            }

            given += held.Count;
        }

        group.Open += (int)given;
        if (given > 0)
        {
            context.Touch(StoreTopic.Work);
        }

        return given;
    }

    private static List<(long Row, int Priority)> ReadHeld(SqlWriteContext context, long group, long limit)
    {
        var held = new List<(long, int)>();
        var rows = context.Statement(SelectHeld).Bind(1, group).Bind(2, limit);
        while (rows.Step())
        {
            held.Add((rows.Long(0), rows.Int(1)));
        }

        return held;
    }
}
