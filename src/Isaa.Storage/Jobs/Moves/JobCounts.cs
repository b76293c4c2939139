using Isaa.Jobs;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Moves;

/// <summary>How many jobs of each lane are in each state, as far as this transaction changes it; written once, before the commit.</summary>
internal sealed class JobCounts : ICommitPart
{
    private const string Add = """
        INSERT INTO isaa_counts (lane, state, shard, n) VALUES (?, ?, ?, ?)
        ON CONFLICT (lane, state, shard) DO UPDATE SET n = isaa_counts.n + excluded.n
        """;

    private readonly Dictionary<(long Lane, JobState State), int> _changes = [];

    /// <summary>Jobs came into the state.</summary>
    public void Enter(long lane, JobState state, int jobs = 1) => Change(lane, state, jobs);

    /// <summary>Jobs left the state, or were deleted from it.</summary>
    public void Leave(long lane, JobState state, int jobs = 1) => Change(lane, state, -jobs);

    public void Write(SqlWriteContext context)
    {
        if (_changes.Count == 0)
        {
            return;
        }

        // In one order everywhere, so that no two transactions wait for each other.
        foreach (var ((lane, state), n) in _changes.Count == 1 ? _changes : _changes.OrderBy(c => c.Key).AsEnumerable())
        {
            if (n != 0)
            {
                context.Statement(Add).Bind(1, lane).Bind(2, (int)state).Bind(3, context.Shard).Bind(4, n).Run();
            }
        }

        _changes.Clear();
    }

    private void Change(long lane, JobState state, int by) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_changes, (lane, state), out _) += by;
}
