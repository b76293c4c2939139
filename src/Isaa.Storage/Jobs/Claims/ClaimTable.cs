using Isaa.Jobs;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Claims;

/// <summary>Reads the jobs that a claim decided on, and starts them. Their rows are locked.</summary>
internal abstract class ClaimTable
{
    /// <summary>One command for each job, which is best where a command costs little.</summary>
    public static ClaimTable OneByOne { get; } = new Single();

    /// <summary>The jobs, in the order of the candidates.</summary>
    public abstract IReadOnlyList<ClaimedRows> Read(SqlWriteContext context, IReadOnlyList<Candidate> candidates);

    /// <summary>Makes them the worker's.</summary>
    /// <param name="context">The transaction.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="candidates">The jobs.</param>
    /// <param name="isCounted">Whether a job of the lane takes a slot that it has to give back.</param>
    public abstract void Start(SqlWriteContext context, WorkerId worker, IReadOnlyList<Candidate> candidates, Func<Lane, bool> isCounted);

    private sealed class Single : ClaimTable
    {
        public override IReadOnlyList<ClaimedRows> Read(SqlWriteContext context, IReadOnlyList<Candidate> candidates)
        {
            var claims = context.Remembered<PlainClaims>();
            var rows = new ClaimedRows[candidates.Count];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = ClaimedRows.Read(context, candidates[i].Row);
                if (rows[i].Group is null)
                {
                    claims.Note(candidates[i].Row, candidates[i].Lane.Number);
                }
            }

            return rows;
        }

        public override void Start(SqlWriteContext context, WorkerId worker, IReadOnlyList<Candidate> candidates, Func<Lane, bool> isCounted)
        {
            foreach (var candidate in candidates)
            {
                JobTransitions.Start(context, candidate.Row, candidate.Lane.Number, worker, isCounted(candidate.Lane));
            }
        }
    }
}
