using Isaa.Jobs;

namespace Isaa.Tests.Jobs;

public sealed class JobStateTableTests
{
    [Fact]
    public void Every_state_can_be_reached_from_a_new_job()
    {
        var reached = new HashSet<JobState>();
        var open = new Queue<JobState?>([null]);
        while (open.TryDequeue(out var from))
        {
            foreach (var move in JobStateTable.Moves.Where(m => m.From == from && reached.Add(m.To)))
            {
                open.Enqueue(move.To);
            }
        }

        Assert.Equal(Enum.GetValues<JobState>().Order(), reached.Order());
    }

    [Fact]
    public void Every_state_that_is_not_final_can_be_cancelled()
    {
        var open = Enum.GetValues<JobState>().Where(s => !s.IsFinal());

        Assert.All(open, state => Assert.True(JobStateTable.Allows(state, JobState.Cancelled), $"{state} cannot be cancelled"));
    }

    [Fact]
    public void A_completed_job_never_moves_and_an_ended_one_only_by_a_retry()
    {
        Assert.DoesNotContain(JobStateTable.Moves, m => m.From == JobState.Completed);
        Assert.All(JobStateTable.Moves.Where(m => m.From is { } from && from.IsFinal()), m => Assert.True(m.To is JobState.Ready or JobState.Delayed or JobState.Waiting, $"{m}"));
    }

    [Fact]
    public void Exactly_these_moves_are_allowed()
    {
        var expected = new Dictionary<string, JobState[]>
        {
            ["new"] = [JobState.Waiting, JobState.Delayed, JobState.Ready],
            [nameof(JobState.Waiting)] = [JobState.Ready, JobState.Delayed, JobState.Failed, JobState.Cancelled],
            [nameof(JobState.Delayed)] = [JobState.Ready, JobState.Failed, JobState.Cancelled],
            [nameof(JobState.Ready)] = [JobState.Active, JobState.Delayed, JobState.Failed, JobState.Cancelled],
            [nameof(JobState.Active)] =
            [
                JobState.Completed, JobState.Failed, JobState.Delayed, JobState.Ready, JobState.WaitingChildren, JobState.WaitingSignal, JobState.Cancelled,
                JobState.Dead,
            ],
            [nameof(JobState.WaitingChildren)] = [JobState.Ready, JobState.Failed, JobState.Cancelled],
            [nameof(JobState.WaitingSignal)] = [JobState.Ready, JobState.Failed, JobState.Cancelled],
            [nameof(JobState.Completed)] = [],
            [nameof(JobState.Failed)] = [JobState.Ready, JobState.Delayed, JobState.Waiting],
            [nameof(JobState.Cancelled)] = [JobState.Ready, JobState.Delayed, JobState.Waiting],
            [nameof(JobState.Dead)] = [JobState.Ready, JobState.Delayed, JobState.Waiting],
        };
        var states = Enum.GetValues<JobState>();
        var allowed = from before in states.Cast<JobState?>().Append(null)
                      from after in states
                      where JobStateTable.Allows(before, after)
                      select (before?.ToString() ?? "new", after);

        Assert.Equal((from row in expected from after in row.Value select (row.Key, after)).Order(), allowed.Order());
    }

    [Fact]
    public void No_move_stands_twice_and_none_leads_back_to_the_same_state()
    {
        Assert.Distinct(JobStateTable.Moves.Select(m => (m.From, m.To)));
        Assert.DoesNotContain(JobStateTable.Moves, m => m.From == m.To);
    }

    [Fact]
    public void Only_an_active_job_completes()
    {
        var before = JobStateTable.Moves.Where(m => m.To == JobState.Completed).Select(m => m.From);

        Assert.Equal([JobState.Active], before);
    }
}
