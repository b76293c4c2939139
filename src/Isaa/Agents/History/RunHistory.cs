using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Plans;
using Isaa.Protocol.Events;
using Isaa.Protocol.Runs;

namespace Isaa.Agents.History;

/// <summary>Puts together how a run stands from its events, one after the other. Not thread safe.</summary>
internal sealed class RunHistory
{
    private const int MaxWarnings = 20;
    private const int MaxArtifacts = 200;

    private static readonly string[] PathNames = ["path", "file", "name"];
    private static readonly HashSet<string> Writing = new(["write_file", "replace_in_file", "createScript"], StringComparer.Ordinal);

    private readonly Dictionary<string, AgentEvent.ToolStarted> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunToolUse> _tools = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Code, string? Tool), RunErrorPattern> _errors = [];
    private readonly Queue<string> _warnings = [];
    private readonly List<string> _artifacts = [];
    private TokenUsage _usage = TokenUsage.None;
    private decimal? _cost = 0;
    private long _milliseconds;
    private int _turns;
    private bool _isPaused;
    private string? _waitingFor;
    private string? _text;
    private string? _model;
    private RunPlan? _plan;

    /// <summary>Takes the next event.</summary>
    public void Add(AgentEvent entry)
    {
        _waitingFor = entry is AgentEvent.Waiting waiting ? waiting.For : null;
        switch (entry)
        {
            case AgentEvent.RunStarted e:
                _model = e.Model;
                break;
            case AgentEvent.TurnCompleted e:
                (_turns, _usage, _cost) = (e.Turn, _usage + e.Usage, _cost + e.CostUsd);
                (_milliseconds, _text) = (_milliseconds + e.Milliseconds, e.Text ?? _text);
                break;
            case AgentEvent.ToolStarted e:
                _running[e.CallId] = e;
                break;
            case AgentEvent.ToolCompleted e:
                Complete(e);
                break;
            case AgentEvent.ToolUnknown e:
                _running.Remove(e.CallId);
                Count("outcome_unknown", e.Name, "the process was interrupted while the call ran");
                break;
            case AgentEvent.Warning e:
                Warn(e);
                break;
            case AgentEvent.PlanChanged e:
                _plan = e.Plan;
                break;
            case AgentEvent.Paused:
                _isPaused = true;
                break;
            case AgentEvent.Continued:
                _isPaused = false;
                break;
        }
    }

    /// <summary>How the run stands.</summary>
    public RunStatus ToStatus(JobDetail detail)
    {
        var (job, arguments) = (detail.Job, JsonSerializer.Deserialize(detail.Arguments.Span, Runs.RunJson.Default.AgentRunJob)!);
        var hasEnded = job.State.IsFinal();
        return new RunStatus
        {
            Id = job.Id.ToString(),
            State = JsonNamingPolicy.CamelCase.ConvertName(job.State.ToString()),
            Task = arguments.Input,
            Agent = arguments.Agent,
            Version = arguments.Version,
            ChosenBecause = arguments.ChosenBecause,
            Model = _model ?? arguments.Model,
            Session = arguments.Session ?? job.Id.ToString(),
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            Attempts = job.Started,
            IsPaused = _isPaused && !hasEnded,
            WaitingFor = hasEnded ? null : _waitingFor,
            Turns = _turns,
            Usage = _usage,
            CostUsd = _cost,
            ModelMilliseconds = _milliseconds,
            Calling = hasEnded ? [] : [.. _running.Values.Select(r => r.Name)],
            Tools = [.. _tools.Values.OrderByDescending(t => t.Calls).ThenBy(t => t.Name, StringComparer.Ordinal)],
            Errors = [.. _errors.Values.OrderByDescending(e => e.Count).ThenBy(e => e.Code, StringComparer.Ordinal)],
            Warnings = [.. _warnings],
            Artifacts = _artifacts,
            Plan = _plan,
            LastText = _text,
            Result = AgentRunner.FindResult(detail),
        };
    }

    private void Complete(AgentEvent.ToolCompleted e)
    {
        _running.Remove(e.CallId, out var started);
        var before = _tools.GetValueOrDefault(e.Name) ?? new RunToolUse { Name = e.Name, Calls = 0, Errors = 0, Milliseconds = 0 };
        _tools[e.Name] = before with { Calls = before.Calls + 1, Errors = before.Errors + (e.IsError ? 1 : 0), Milliseconds = before.Milliseconds + e.Milliseconds };
        if (e.IsError)
        {
            Count(e.ErrorCode ?? "tool_failed", e.Name, e.Text);
        }
        else if (started is not null && Writing.Contains(e.Name) && PathOf(started.Arguments) is { } path && !_artifacts.Contains(path) && _artifacts.Count < MaxArtifacts)
        {
            _artifacts.Add(path);
        }
    }

    private void Warn(AgentEvent.Warning e)
    {
        _warnings.Enqueue($"{e.Message} ({e.Code})");
        if (_warnings.Count > MaxWarnings)
        {
            _warnings.Dequeue();
        }
    }

    private void Count(string code, string? tool, string text)
    {
        var before = _errors.GetValueOrDefault((code, tool));
        _errors[(code, tool)] = new RunErrorPattern { Code = code, Tool = tool, Count = (before?.Count ?? 0) + 1, LastText = text };
    }

    // The event's arguments may be cut: then they are no JSON any more.
    private static string? PathOf(string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments);
            return json.RootElement.ValueKind != JsonValueKind.Object ? null
                : PathNames.Select(n => json.RootElement.TryGetProperty(n, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                    .FirstOrDefault(v => v is not null);
        }
        catch (JsonException)
        {
            var begin = arguments.IndexOf("\"path\":\"", StringComparison.Ordinal) + 8;
            var end = begin < 8 ? -1 : arguments.IndexOf('"', begin);
            return end < 0 ? null : arguments[begin..end];
        }
    }
}
