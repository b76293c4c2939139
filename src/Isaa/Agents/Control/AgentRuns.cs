using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Agents.History;
using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Events;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;
using Isaa.Protocol.Events;
using Isaa.Protocol.Runs;

namespace Isaa.Agents.Control;

/// <summary>
/// Looks at runs that were added before and guides them: pauses them, lets them go on, speaks to them, goes another way from one of their turns. What is said is on
/// disk when a call returns. Thread safe.
/// </summary>
public sealed class AgentRuns
{
    private const int MaxText = 100_000;
    private const int EventsAtOnce = 500;

    // Long enough that the text is there before the run goes on; it is promoted at once.
    private static readonly TimeSpan BeforeResume = TimeSpan.FromMinutes(1);

    private readonly AgentRunner _runner;
    private readonly JobQueue _queue;
    private readonly JobSearch _search;
    private readonly IJobStore _store;
    private readonly ISessionStore _sessions;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;

    /// <summary>Creates it.</summary>
    public AgentRuns(AgentRunner runner, JobQueue queue, JobSearch search, IJobStore store, ISessionStore sessions, IdSource ids, TimeProvider time)
    {
        _runner = runner;
        _queue = queue;
        _search = search;
        _store = store;
        _sessions = sessions;
        _ids = ids;
        _time = time;
    }

    /// <summary>How a run stands, from its events.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>.</exception>
    public async Task<RunStatus> GetStatusAsync(JobId run, CancellationToken cancellationToken = default)
    {
        var detail = await FindAsync(run, cancellationToken);
        var history = new RunHistory();
        var query = new EventQuery { Job = run, Limit = EventsAtOnce };
        while (await _store.ReadEventsAsync(query, cancellationToken) is { Count: > 0 } events)
        {
            foreach (var one in events)
            {
                if (one.Body is { } body && AgentEvents.Read(one.Type, body.Span) is { } entry)
                {
                    history.Add(entry);
                }
            }

            query = query with { After = events[^1].Cursor };
        }

        return history.ToStatus(detail);
    }

    /// <summary>
    /// Yields a run's events with their places, oldest first, each once, until it has ended. One that has ended is replayed from the log, without a model call and from
    /// any place; nothing runs before the first is asked for.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Behind which place to begin. Default: at the first.</param>
    /// <param name="cancellationToken">Ends the watching; the run goes on.</param>
    public async IAsyncEnumerable<RunMoment> WatchAsync(JobId run, EventCursor after = default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await FindAsync(run, cancellationToken);
        await foreach (var one in new EventFeed(_store).WatchJobAsync(run, after, cancellationToken))
        {
            if (one.Body is { } body && AgentEvents.Read(one.Type, body.Span) is { } entry)
            {
                yield return new RunMoment(one.Cursor, one.At, entry);
            }
        }
    }

    /// <summary>Runs that can be let go on with <see cref="ResumeAsync"/>, the newest first: those that wait for a person, and those that failed or were cancelled.</summary>
    /// <param name="tenant">Whose. Default <c>default</c>.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<Job>> ListResumableAsync(string tenant = "default", int limit = 50, CancellationToken cancellationToken = default)
    {
        var filter = new JobFilter { Kind = AgentRunJob.Kind, Tenant = tenant, States = [JobState.WaitingSignal, JobState.Failed, JobState.Cancelled, JobState.Dead] };
        return (await _search.ListAsync(new JobQuery { Filter = filter, Limit = limit }, cancellationToken)).Jobs;
    }

    /// <summary>Tells a run to pause. It ends the turn it is at, with its calls, gives its slot back and waits until <see cref="ResumeAsync"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why; kept with the run. Null when it does not matter.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_state_conflict</c>.</exception>
    public Task PauseAsync(JobId run, string? reason = null, CancellationToken cancellationToken = default) =>
        SendAsync(run, RunSignals.Pause, new RunOrder { Reason = Check(reason) }, cancellationToken);

    /// <summary>
    /// Lets a run go on where it stopped: a paused one, or one that failed or was cancelled, whose limits then count anew. One that was told to pause and has not
    /// yet, does not.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="text">What the model is told with it; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_state_conflict</c>, <c>text_invalid</c>.</exception>
    public async Task ResumeAsync(JobId run, string? text = null, CancellationToken cancellationToken = default)
    {
        var order = new RunOrder { Text = Check(text) };
        var job = (await FindAsync(run, cancellationToken)).Job;
        if (job.State is not (JobState.Failed or JobState.Cancelled or JobState.Dead))
        {
            await SendAsync(run, RunSignals.Resume, order, cancellationToken);
            return;
        }

        await _queue.RetryAsync(run, _time.GetUtcNow() + BeforeResume, cancellationToken);
        await SendAsync(run, RunSignals.Resume, order with { IsRenewed = true }, cancellationToken);
        await _queue.ChangeAsync(run, new JobChange.Promote(), cancellationToken);
    }

    /// <summary>Speaks to a run while it goes on; its model is told before its next turn. A run that has its answer and has not ended yet goes on with this.</summary>
    /// <param name="run">The run.</param>
    /// <param name="text">What the model is told.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_state_conflict</c>, <c>text_invalid</c>.</exception>
    public Task SteerAsync(JobId run, string text, CancellationToken cancellationToken = default) =>
        string.IsNullOrWhiteSpace(text)
            ? throw new IsaaException("text_invalid", "There is nothing to say; give the text the run's model is to be told.")
            : SendAsync(run, RunSignals.Steer, new RunOrder { Text = Check(text) }, cancellationToken);

    /// <summary>Goes another way from a turn of a run: a new run of the same agent's version in a new session that begins with all that was said up to then. The old run stays as it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="turn">The last turn that is taken over, with its calls' results; 0 keeps only what the user said, null keeps all.</param>
    /// <param name="input">What the new run is told; null for "Go on from here."</param>
    /// <param name="model">The model as <c>provider/model</c>; null for the old run's.</param>
    /// <param name="cancellationToken">Cancels the call; the new run may still have been added.</param>
    /// <returns>The new run's id.</returns>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_state_conflict</c>: it has not begun; or an error of adding a run.</exception>
    public async Task<JobId> ForkAsync(JobId run, int? turn = null, string? input = null, string? model = null, CancellationToken cancellationToken = default)
    {
        var detail = await FindAsync(run, cancellationToken);
        var old = JsonSerializer.Deserialize(detail.Arguments.Span, RunJson.Default.AgentRunJob)!;
        var (tenant, session, id) = (detail.Job.Tenant, old.Session ?? run.ToString(), new JobId(_ids.Next()));
        var copy = new SessionCopy { Tenant = tenant, From = session, To = $"fork-{id}", Run = run, ThroughTurn = turn };
        if (!await _sessions.CopyAsync(copy, cancellationToken))
        {
            throw new IsaaException("run_state_conflict", $"Run {run} has not begun, so there is nothing to take over. Start a new run instead.");
        }

        var options = new AgentRunOptions
        {
            Id = id,
            Tenant = tenant,
            Queue = detail.Job.Queue,
            Session = copy.To,
            Folder = old.Folder,
            IsFolderFixed = true,
            BoundPersona = old.Persona,
            Model = model ?? old.Model,
            Limits = old.Limits,
            OutputSchema = old.OutputSchema,
            Approval = old.Approval,
            Origin = old.Origin,
            Tags = ["fork"],
        };
        return await _runner.EnqueueAsync($"{old.Agent}@{old.Version}", Check(input) ?? "Go on from here.", options, cancellationToken);
    }

    private async Task<JobDetail> FindAsync(JobId run, CancellationToken cancellationToken) =>
        await _queue.FindAsync(run, cancellationToken) is { Job.Kind: AgentRunJob.Kind } detail ? detail : throw new IsaaException("run_unknown", $"There is no agent run {run}.");

    private async Task SendAsync(JobId run, string signal, RunOrder order, CancellationToken cancellationToken)
    {
        await FindAsync(run, cancellationToken);
        var result = await _queue.SignalAsync(run, signal, order, RunJson.Default.RunOrder, null, cancellationToken);
        if (result is SignalResult.JobEnded or SignalResult.JobUnknown)
        {
            throw new IsaaException("run_state_conflict", $"Run {run} has ended. Start a new run in its session to go on, or fork it.");
        }
    }

    private static string? Check(string? text) => text?.Length > MaxText
        ? throw new IsaaException("text_invalid", $"The text has {text.Length} characters; at most {MaxText} are allowed. Put long content into a file and name it.")
        : string.IsNullOrWhiteSpace(text) ? null : text;
}
