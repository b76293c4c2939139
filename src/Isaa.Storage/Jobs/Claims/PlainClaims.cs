using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Claims;

/// <summary>
/// The lanes of jobs that were claimed on a connection, so that those on which nothing else hangs are completed on it by one command, without being read
/// again. What is not remembered is completed like any other.
/// </summary>
internal sealed class PlainClaims
{
    private const int MaxRemembered = 20_000;

    private const string Complete = """
        UPDATE isaa_jobs SET state = 6, finished_at = ? WHERE seq = ? AND id = ? AND state = 3 AND worker = ? AND started = ?
            AND watched = 0 AND pending = 0 AND counted = 0 AND group_row IS NULL AND unique_key IS NULL
        """;

    private readonly Dictionary<long, long> _lanes = [];

    /// <summary>Whether an end is one that changes nothing but the job itself.</summary>
    public static bool IsPlain(Settlement settlement) => settlement is Settlement.Complete { Events.Count: 0, With.Count: 0, Trail: null };

    /// <summary>A job is being claimed.</summary>
    public void Note(long row, long lane)
    {
        if (_lanes.Count >= MaxRemembered)
        {
            _lanes.Clear();
        }

        _lanes[row] = lane;
    }

    /// <summary>Completes a job, except for its result.</summary>
    /// <returns>False when nothing was done, whatever the reason.</returns>
    public bool TryComplete(SqlWriteContext context, Settlement settlement)
    {
        var lease = settlement.Lease;
        if (!IsPlain(settlement) || !_lanes.Remove(lease.Row, out var lane)
            || context.Statement(Complete).Bind(1, context.Now).Bind(2, lease.Row).Bind(3, lease.Job.Value).Bind(4, lease.Worker.Value).Bind(5, lease.Token).RunCounted() == 0)
        {
            return false;
        }

        EventWrites.Append(context, context.Now, lease.Row, EventTypes.Completed);
        JobTransitions.MovedSet(context, lane, JobState.Active, JobState.Completed, jobs: 1);
        return true;
    }
}
