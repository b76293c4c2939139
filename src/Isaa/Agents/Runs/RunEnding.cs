using System.Text.Json;
using Isaa.Agents.Approvals;
using Isaa.Agents.Calls;
using Isaa.Agents.Control;
using Isaa.Agents.Mcp;
using Isaa.Agents.Planning;
using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;

namespace Isaa.Agents.Runs;

/// <summary>Makes the outcome of an attempt, with the result as far as there is one.</summary>
internal sealed class RunEnding
{
    private readonly AgentRunJob _arguments;
    private readonly JobContext _context;
    private RunSetup? _setup;
    private AgentRun? _run;

    public RunEnding(AgentRunJob arguments, JobContext context)
    {
        _arguments = arguments;
        _context = context;
        Session = arguments.Session ?? context.Id.ToString();
    }

    /// <summary>The session's id.</summary>
    public string Session { get; }

    /// <summary>Takes the result from a run from now on.</summary>
    public void Follow(RunSetup setup, AgentRun run)
    {
        _setup = setup;
        _run = run;
    }

    /// <summary>What the run's model calls have used so far.</summary>
    public TokenUsage Used => _run?.State.Usage ?? TokenUsage.None;

    public JobOutcome Complete()
    {
        var result = Result(AgentRunStatus.Completed, null);
        return new JobOutcome.Completed { Result = Write(result), Events = [Answer(result)], With = [Withdraw(), Close()] };
    }

    /// <summary>The run gives its slot back until something comes.</summary>
    public static JobOutcome Wait(RunWait wait, DateTimeOffset now) => wait is { Signals.Count: 0, Children.Count: 0, Until: { } until }
        ? new JobOutcome.Snoozed { For = until > now ? until - now : TimeSpan.Zero, Reason = wait.Reason }
        : new JobOutcome.Suspended { Signals = wait.Signals, Children = wait.Children.Count > 0, Until = wait.Until };

    /// <summary>The run failed for good.</summary>
    public JobOutcome Fail(AgentRunError error)
    {
        var result = Result(AgentRunStatus.Failed, error);
        return new JobOutcome.Failed { Error = Error(error), Result = Write(result), Events = [Answer(result)], With = [.. OpenCalls(), Withdraw(), Close()] };
    }

    /// <summary>A server that the run needs is away: another attempt goes on at the same turn, if the job's policy has one left.</summary>
    public JobOutcome Interrupt(McpOutageException e)
    {
        var error = new AgentRunError { Code = e.Code, Message = e.Message };
        return _context.Job.Retry.DelayAfter(_context.Job.Charged + 1, 0) is null
            ? Fail(error)
            : new JobOutcome.Failed { Error = Error(error), MayRetry = true };
    }

    public JobOutcome Cancel(string reason)
    {
        var error = new AgentRunError { Code = CallResults.CancelledCode, Message = $"The run was cancelled: {reason}" };
        var result = Result(AgentRunStatus.Cancelled, error);
        return new JobOutcome.Failed { Error = Error(error), Result = Write(result), Events = [Answer(result)], With = [.. OpenCalls(), Withdraw(), Close()] };
    }

    private AgentResult Result(AgentRunStatus status, AgentRunError? error)
    {
        var state = _run?.State ?? RunStates.Read(_context.State);
        var text = _run?.Text ?? "";
        if (status != AgentRunStatus.Completed && ActivityPrompt.Report(state.Activity) is { Length: > 0 } report)
        {
            text = text.Length > 0 ? $"{text}\n\n{report}" : report;
        }

        return new AgentResult
        {
            Status = status,
            Error = error,
            Text = text,
            Json = status == AgentRunStatus.Completed ? _setup?.Schema?.Take(text) : null,
            Agent = _arguments.Agent,
            Version = _arguments.Version,
            Model = _arguments.Model,
            Session = Session,
            Usage = state.Usage,
            CostUsd = state.CostUsd,
            Turns = state.Turn,
            ToolCalls = state.ToolCalls,
            Plan = state.Activity.Plan,
            Notes = state.Activity.Notes,
        };
    }

    // The next run in the session must find a result for every call.
    private IEnumerable<StoreWrite> OpenCalls()
    {
        if (_run?.State.Next != RunNext.Call || _setup!.Conversation.Answers.LastOrDefault() is not { } answer)
        {
            return [];
        }

        return
        [
            new SessionAppend
            {
                Tenant = _context.Job.Tenant,
                Session = Session,
                Messages = [.. answer.Calls.Select((call, index) => CallResults.Cancelled(answer.Place, call, index))],
            },
        ];
    }

    private ApprovalWithdraw Withdraw() => new() { Run = _context.Id };

    private SessionClose Close() => new() { Tenant = _context.Job.Tenant, Session = Session, Run = _context.Id };

    private static JobError Error(AgentRunError error) => new() { Code = error.Code, Message = error.Message };

    private static byte[] Write(AgentResult result) => JsonSerializer.SerializeToUtf8Bytes(result, AgentResultJson.Default.AgentResult);

    private static Jobs.Events.NewJobEvent Answer(AgentResult result) => EventPump.ToJobEvent(new AgentEvent.Answer { Result = result });
}
