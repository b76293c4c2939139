using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Unique;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Adding;

/// <summary>Adds jobs with unique keys. The mode of the job that comes decides what becomes of it.</summary>
internal static class UniqueInserts
{
    private const string SelectCreated = "SELECT created_at FROM isaa_jobs WHERE seq = ?";

    private const string ReplaceArguments = "UPDATE isaa_job_arguments SET body = ? WHERE seq = ?";

    private const string ReplaceTexts = "UPDATE isaa_jobs SET label = ?, tags = ?, run_at = ?, rank = ? WHERE seq = ?";

    public static EnqueueResult Add(SqlWriteContext context, Lane lane, NewJob job, UniqueKey unique)
    {
        if (JobHead.Find(context, job.Id) is not null)
        {
            return new EnqueueResult(job.Id, EnqueueStatus.Existing);
        }

        var key = UniqueKeyRow.Lock(context, job.Tenant, unique.Key);
        var holder = key.Job == 0 ? null : JobHead.Find(context, key.Job);
        if (holder is null)
        {
            return TakeOver(context, lane, job, unique, key);
        }

        if (key.Until > context.Now)
        {
            if (unique.Mode == UniqueMode.Extend)
            {
                (key with { Until = Until(context, unique) }).Save(context);
            }

            return new EnqueueResult(holder.Id, EnqueueStatus.Existing);
        }

        if (holder.State.IsFinal() || key.Until is not null)
        {
            return TakeOver(context, lane, job, unique, key);
        }

        return unique.Mode is UniqueMode.Replace or UniqueMode.KeepLast
            ? ReplaceOrFollow(context, lane, job, unique, key, holder)
            : new EnqueueResult(holder.Id, EnqueueStatus.Existing);
    }

    private static EnqueueResult ReplaceOrFollow(
        SqlWriteContext context, Lane lane, NewJob job, UniqueKey unique, UniqueKeyRow key, JobHead holder)
    {
        if (holder.Started == 0)
        {
            return Replace(context, job, unique, holder);
        }

        if (key.Next is { } next && JobHead.Find(context, next) is { } follower)
        {
            return Replace(context, job, unique, follower);
        }

        if (unique.Mode == UniqueMode.Replace)
        {
            return TakeOver(context, lane, job, unique, key);
        }

        if (JobInserts.Insert(context, lane, job, after: 1) is not { } row)
        {
            return AddedMeanwhile(context, job, key);
        }

        (key with { Next = row }).Save(context);
        return new EnqueueResult(job.Id, EnqueueStatus.Added);
    }

    private static EnqueueResult TakeOver(SqlWriteContext context, Lane lane, NewJob job, UniqueKey unique, UniqueKeyRow key)
    {
        var putOff = unique.Mode == UniqueMode.Replace && unique.For is { } wait && job.RunAt is null
            ? job with { RunAt = JobRow.Time(context.Now) + wait }
            : job;
        if (JobInserts.Insert(context, lane, putOff) is not { } row)
        {
            return AddedMeanwhile(context, job, key);
        }

        (key with { Job = row, Next = null, Until = Until(context, unique) }).Save(context);
        return new EnqueueResult(job.Id, EnqueueStatus.Added);
    }

    // Somebody else added a job of this id, under another key or none, after it was looked for.
    private static EnqueueResult AddedMeanwhile(SqlWriteContext context, NewJob job, UniqueKeyRow key)
    {
        if (key.Job == 0)
        {
            key.Drop(context);
        }

        return new EnqueueResult(job.Id, EnqueueStatus.Existing);
    }

    private static EnqueueResult Replace(SqlWriteContext context, NewJob job, UniqueKey unique, JobHead old)
    {
        var runAt = old.State == JobState.Delayed && unique.For is { } wait ? PutOff(context, old, wait, unique.MaxWait) : old.RunAt;
        var rank = runAt == old.RunAt ? old.Rank : JobRanks.Of(context, runAt, old.Priority);
        context.Statement(ReplaceArguments).Bind(1, job.Arguments.Span).Bind(2, old.Row).Run();
        context.Statement(ReplaceTexts).Bind(1, job.Label).Bind(2, JobJson.WriteTags(job.Tags)).Bind(3, runAt).Bind(4, rank).Bind(5, old.Row).Run();
        EventWrites.Append(context, context.Now, old.Row, EventTypes.Replaced);
        context.Touch(StoreTopic.Events);
        context.Touch(StoreTopic.Due);
        return new EnqueueResult(old.Id, EnqueueStatus.Replaced);
    }

    private static long PutOff(SqlWriteContext context, JobHead old, TimeSpan wait, TimeSpan? maxWait)
    {
        var until = JobRow.NotBefore(JobRow.Time(context.Now) + wait);
        if (maxWait is not { } longest)
        {
            return until;
        }

        var read = context.Statement(SelectCreated).Bind(1, old.Row);
        _ = read.Step();
        var last = JobRow.NotBefore(JobRow.Time(read.Long(0)) + longest);
        read.Reset();
        return Math.Min(until, last);
    }

    private static long? Until(SqlWriteContext context, UniqueKey unique) =>
        unique.Mode is UniqueMode.TimeToLive or UniqueMode.Extend ? JobRow.NotBefore(JobRow.Time(context.Now) + unique.For!.Value) : null;
}
