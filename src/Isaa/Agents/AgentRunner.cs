using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;

namespace Isaa.Agents;

/// <summary>Adds runs of agents to the queue and follows them. Thread safe.</summary>
public sealed class AgentRunner
{
    private const int MaxLabel = 100;

    private readonly AgentRegistry _agents;
    private readonly RunBinding _binding;
    private readonly ISessionStore _sessions;
    private readonly JobQueue _queue;
    private readonly EventFeed _events;
    private readonly IsaaHome _home;
    private readonly AgentOptions _options;

    /// <summary>Creates the runner.</summary>
    public AgentRunner(AgentRegistry agents, ISessionStore sessions, RunBinding binding, JobQueue queue, EventFeed events, IsaaHome home, AgentOptions options)
    {
        _agents = agents;
        _sessions = sessions;
        _binding = binding;
        _queue = queue;
        _events = events;
        _home = home;
        _options = options;
    }

    /// <summary>Adds a run. It is on disk when this returns, bound to the agent's version and the model of this moment.</summary>
    /// <param name="agent">The agent, as <c>NAME</c> or <c>NAME@VERSION</c>; <c>self</c> is the default agent. Null for the one whose capabilities fit; why it was chosen is kept with the run.</param>
    /// <param name="input">What the user says.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call; the run may still have been added.</param>
    /// <returns>The run's id, which is its job's.</returns>
    /// <exception cref="IsaaException"><c>agent_unknown</c>, <c>agent_invalid</c>, <c>model_missing</c>, <c>model_unknown</c>, <c>model_not_ready</c>,
    /// <c>function_unknown</c>, <c>function_not_approved</c>, <c>function_changed</c>, <c>input_empty</c>, <c>input_invalid</c>, <c>capability_unknown</c>, <c>capability_missing</c>, <c>session_unknown</c>, <c>persona_unknown</c>, an error about the folder, or an error of the queue.</exception>
    public async Task<JobId> EnqueueAsync(string? agent, string input, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prepared = await PrepareAsync(agent, input, options, cancellationToken);
        var added = await _queue.EnqueueAsync(prepared.Job, prepared.Queueing, cancellationToken);
        await LineUpAsync(prepared, added, cancellationToken);
        return added;
    }

    /// <summary>Waits until a run has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the waiting; the run goes on.</param>
    /// <returns>What came of it, also when it failed or was cancelled.</returns>
    /// <exception cref="IsaaException"><c>run_unknown</c>.</exception>
    public async Task<AgentResult> WaitAsync(JobId run, CancellationToken cancellationToken = default)
    {
        var detail = await _queue.WaitAsync(run, cancellationToken);
        return detail is { Job.Kind: AgentRunJob.Kind } ? ResultOf(detail) : throw new IsaaException("run_unknown", $"There is no agent run {run}.");
    }

    /// <summary>What came of a run's job; null while it has not ended.</summary>
    /// <param name="detail">The job.</param>
    public static AgentResult? FindResult(JobDetail detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        return detail.Job.State.IsFinal() ? ResultOf(detail) : null;
    }

    /// <summary>Yields a run's events from a place on, oldest first, each once, until it has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Where to start. Default: from the first.</param>
    /// <param name="cancellationToken">Ends the watching; the run goes on.</param>
    public async IAsyncEnumerable<AgentEvent> WatchAsync(
        JobId run, EventCursor after = default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var one in _events.WatchJobAsync(run, after, cancellationToken))
        {
            if (one.Body is { } body && AgentEvents.Read(one.Type, body.Span) is { } agentEvent)
            {
                yield return agentEvent;
            }
        }
    }

    /// <summary>Cancels a run; a call that is under way is interrupted.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why; kept with the run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task CancelAsync(JobId run, string reason, CancellationToken cancellationToken = default) => _queue.CancelAsync(run, reason, cancellationToken);

    /// <summary>Checks a run and binds it, for those who add it themselves.</summary>
    internal async Task<PreparedRun> PrepareAsync(string? agent, string input, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= new AgentRunOptions();
        if (string.IsNullOrWhiteSpace(input))
        {
            throw new IsaaException("input_empty", "The run has no input; say what the agent is to do.");
        }

        await RefuseSessionOfOthersAsync(options, cancellationToken);
        var (chosen, reason) = agent is null ? AgentRouting.Choose(await _agents.ListAsync(options.Tenant, cancellationToken), options.Capabilities, input) : (agent, null);
        var version = await _agents.GetAsync(chosen, options.Tenant, cancellationToken);
        AgentRouting.Check(version.Definition, options.Capabilities);
        Check(version.Definition, options);
        RunBinding.CheckInput(version.Definition, input);
        var persona = await _binding.FindPersonaAsync(version.Definition, options, input, cancellationToken);
        var (model, fallbacks) = _binding.ChooseModel(version.Definition, persona, options);
        var job = new AgentRunJob
        {
            Agent = version.Name,
            Version = version.Version,
            Input = input,
            Model = model.Name,
            Fallbacks = fallbacks,
            Persona = persona,
            Functions = await _agents.PinFunctionsAsync(version, cancellationToken),
            Session = options.Session,
            Folder = options.Folder is { } folder ? Resolve(folder, options.IsFolderFixed) : null,
            Limits = options.Limits,
            OutputSchema = options.OutputSchema,
            Approval = options.Approval,
            ChosenBecause = reason,
            Origin = options.Origin,
        };
        return new PreparedRun(job, Queueing(job, model, options with { Requires = [.. version.Definition.Requires, .. options.Requires] }));
    }

    /// <summary>Runs of one session take place in the order in which they were added; one that waits for its time holds nobody up.</summary>
    internal async Task LineUpAsync(PreparedRun prepared, JobId added, CancellationToken cancellationToken)
    {
        if (prepared.Job.Session is { } session && prepared.Queueing.RunAt is null)
        {
            await _sessions.LineUpAsync(prepared.Queueing.Tenant, session, prepared.Job.Agent, added, cancellationToken);
        }
    }

    // A session is named by a tenant as it likes, or has the id of its first run; such an id of another tenant's run is a mistake or an attempt.
    private async Task RefuseSessionOfOthersAsync(AgentRunOptions options, CancellationToken cancellationToken)
    {
        if (JobId.TryParse(options.Session, out var first) && await _queue.FindAsync(first, cancellationToken) is { Job.Tenant: var owner } && owner != options.Tenant)
        {
            throw new IsaaException("session_unknown", $"Tenant '{options.Tenant}' has no session '{options.Session}'. Leave the session out for a new one.");
        }
    }

    private static void Check(AgentDefinition definition, AgentRunOptions options)
    {
        if (options.Limits is not null || options.OutputSchema is not null)
        {
            AgentDefinitionFile.Check(definition with { Limits = options.Limits ?? definition.Limits, OutputSchema = options.OutputSchema ?? definition.OutputSchema });
        }
    }

    private static string Resolve(string folder, bool isFixed)
    {
        using var workspace = isFixed ? Workspace.OpenAgain(folder) : Workspace.Open(Path.GetFullPath(folder));
        return workspace.Root;
    }

    private EnqueueOptions Queueing(AgentRunJob job, Model model, AgentRunOptions options)
    {
        var requires = new List<string> { Capability.Model(model.Name.Split('/')[0]) };
        if (job.Folder is not null || model.IsScripted)
        {
            requires.Add(Capability.Host(_home.HostId));
        }

        var line = job.Input.ReplaceLineEndings(" ").Trim();
        return new EnqueueOptions
        {
            Id = options.Id,
            Tenant = options.Tenant,
            Queue = options.Queue,
            Label = line.Length <= MaxLabel ? line : $"{line.AsSpan(0, MaxLabel - 1)}…",
            Priority = options.Priority,
            RunAt = options.RunAt,
            Retry = options.Retry ?? _options.Retry,
            Requires = [.. requires.Concat(options.Requires).Distinct(StringComparer.Ordinal)],
            Tags = [$"agent:{job.Agent}", .. options.Tags],
        };
    }

    private static AgentResult ResultOf(JobDetail detail)
    {
        if (detail.Result is { } bytes)
        {
            return JsonSerializer.Deserialize(bytes.Span, AgentResultJson.Default.AgentResult)!;
        }

        // The run ended where no handler could say so: cancelled before it began, broken, or its machines were lost too often.
        var job = JsonSerializer.Deserialize(detail.Arguments.Span, Runs.RunJson.Default.AgentRunJob)!;
        var isCancelled = detail.Job.State == JobState.Cancelled;
        return new AgentResult
        {
            Status = isCancelled ? AgentRunStatus.Cancelled : AgentRunStatus.Failed,
            Error = new AgentRunError
            {
                Code = isCancelled ? "cancelled" : detail.Job.Error?.Code ?? "run_lost",
                Message = detail.Job.CancelReason ?? detail.Job.Error?.Message ?? "The run was given up after its workers were lost too often.",
            },
            Text = "",
            Agent = job.Agent,
            Version = job.Version,
            Model = job.Model,
            Session = job.Session ?? detail.Job.Id.ToString(),
            Usage = TokenUsage.None,
            Turns = 0,
            ToolCalls = 0,
        };
    }
}
