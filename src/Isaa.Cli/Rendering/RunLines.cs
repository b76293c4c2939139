using System.Text;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Plans;
using Isaa.Protocol.Events;
using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>The lines of a run, one event after the other. Not thread safe.</summary>
internal sealed class RunLines(IAnsiConsole console)
{
    private readonly Dictionary<string, AgentEvent.ToolStarted> _running = [];
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _text = new();
    private TokenUsage _usage = TokenUsage.None;
    private decimal? _cost = 0;
    private int _turn;

    /// <summary>What is being done now.</summary>
    public string Doing { get; private set; } = "waiting for a worker";

    /// <summary>What was used so far, for the status line; ends with a separator unless empty.</summary>
    public string Spent => (_turn > 0 ? $"turn {_turn} · " : "")
        + (_usage.Input + _usage.Output > 0 ? $"{Measure.Plural(_usage.Input + _usage.Output, "token")} · " : "")
        + (_cost > 0 ? $"{Measure.Usd(_cost.Value)} · " : "");

    /// <summary>The text of the newest turn, as it was shown.</summary>
    public string ShownText => _text.ToString();

    public void Show(AgentEvent entry)
    {
        switch (entry)
        {
            case AgentEvent.RunStarted e:
                Start(e);
                break;
            case AgentEvent.RunResumed e:
                console.MarkupLine($"[blue]↻[/] goes on after turn {e.Turns}: what was done is kept [dim](attempt {e.Attempt})[/]");
                Doing = "going on";
                break;
            case AgentEvent.TurnStarted e:
                Begin(e);
                break;
            case AgentEvent.TextDelta e:
                Append(e.Delta);
                break;
            case AgentEvent.TurnCompleted e:
                Complete(e);
                break;
            case AgentEvent.ToolStarted e:
                _running[e.CallId] = e;
                Doing = $"{SafeText.Line(e.Name, 40)} {ArgumentText.Shorten(e.Arguments, 60)}".TrimEnd();
                break;
            case AgentEvent.ToolCompleted e:
                Complete(e);
                break;
            case AgentEvent.ApprovalAsked e:
                console.MarkupLine($"[yellow]?[/] [bold]{SafeText.Markup(e.Name, 40)}[/] waits for approval: isaa approvals show {e.Approval[..Math.Min(12, e.Approval.Length)]} [dim]{ArgumentText.Shorten(e.Arguments, 60).EscapeMarkup()}[/]");
                Doing = "waiting for approval";
                break;
            case AgentEvent.ApprovalSettled e:
                Doing = e.IsDecided ? "going on" : "going on without an answer";
                break;
            case AgentEvent.ToolUnknown e:
                console.MarkupLine($"[yellow]?[/] {SafeText.Markup(e.Name, 40)} [yellow]was interrupted; whether it took effect is not known, and it is not repeated[/]");
                break;
            case AgentEvent.PlanChanged e:
                ShowPlan(e.Plan);
                break;
            case AgentEvent.Waiting e:
                Doing = $"waiting for {SafeText.Line(e.For, 60)}";
                break;
            case AgentEvent.Paused:
                console.MarkupLine("[blue]‖[/] paused; it waits until somebody lets it go on");
                break;
            case AgentEvent.Continued e:
                console.MarkupLine($"[blue]▶[/] goes on{(e.Text is { } said ? $": {SafeText.Markup(said, 400)}" : "")}");
                break;
            case AgentEvent.Steered e:
                console.MarkupLine($"[blue]»[/] {SafeText.Markup(e.Text, 400)}");
                break;
            case AgentEvent.Warning e:
                console.MarkupLine($"[yellow]![/] {SafeText.Markup(e.Message, 400)}");
                break;
        }
    }

    /// <summary>Shows what happened in a chain.</summary>
    public void Show(ChainEvent entry)
    {
        var (node, took) = (SafeText.Markup(entry.Node, 60), entry.Milliseconds > 0 ? $" [dim]{Measure.Duration(TimeSpan.FromMilliseconds(entry.Milliseconds.Value))}[/]" : "");
        switch (entry.Type)
        {
            case ChainEvents.TaskStart:
                Doing = SafeText.Line(entry.Node, 60);
                break;
            case ChainEvents.TaskComplete:
                _usage += entry.Usage ?? TokenUsage.None;
                _cost += entry.CostUsd ?? 0;
                console.MarkupLine($"[green]✓[/] [bold]{node}[/] [dim]{SafeText.Markup(entry.Path, 60)}[/]{took}");
                break;
            case ChainEvents.TaskError:
                console.MarkupLine($"[red]✗[/] [bold]{node}[/] [dim]{SafeText.Markup(entry.Path, 60)}[/]{took}\n  [red]{SafeText.Markup(entry.Error, Math.Max(40, console.Profile.Width - 4))}[/]");
                break;
        }
    }

    /// <summary>Shows what happened to the job itself, where a person wants to know it.</summary>
    public void ShowJob(EventView entry)
    {
        switch (entry.Type)
        {
            case "job.active":
                Doing = "starting";
                break;
            case "job.retrying":
                console.MarkupLine($"[yellow]![/] the attempt failed and is tried again{Reason(entry)}");
                Doing = "waiting for the next attempt";
                break;
            case "job.stalled":
                console.MarkupLine("[yellow]![/] its worker was lost; another goes on with it");
                Doing = "waiting for a worker";
                break;
            case "job.released":
                console.MarkupLine("[yellow]![/] its worker stopped and gave it back");
                Doing = "waiting for a worker";
                break;
        }
    }

    /// <summary>Writes the line that has not ended yet.</summary>
    public void Flush()
    {
        if (_line.Length > 0)
        {
            WriteLine(_line.ToString());
            _line.Clear();
        }
    }

    private void Start(AgentEvent.RunStarted e)
    {
        console.MarkupLine($"[dim]{SafeText.Markup($"agent {e.Agent} · {e.Model}{(e.IsScripted ? " (a script, no language model)" : "")} · session {e.Session}")}[/]");
        if (e.ChosenBecause is { } why)
        {
            console.MarkupLine($"[dim]{SafeText.Markup($"chosen because {why}", 400)}[/]");
        }

        Doing = "starting";
    }

    private void Begin(AgentEvent.TurnStarted e)
    {
        Flush();
        if (e.Turn == _turn && _text.Length > 0)
        {
            console.MarkupLine($"[yellow]![/] turn {e.Turn} begins anew; what it said so far does not count");
        }

        _text.Clear();
        _turn = e.Turn;
        Doing = "the model thinks";
    }

    private void Append(string delta)
    {
        _text.Append(delta);
        _line.Append(delta);
        var text = _line.ToString();
        var end = text.LastIndexOf('\n');
        if (end >= 0)
        {
            WriteLine(text[..end]);
            _line.Clear().Append(text, end + 1, text.Length - end - 1);
        }

        Doing = _line.Length > 0 ? "… " + SafeText.Line(_line.Length > 50 ? _line.ToString(_line.Length - 50, 50) : _line.ToString(), 50) : "the model writes";
    }

    private void Complete(AgentEvent.TurnCompleted e)
    {
        if (_text.Length == 0 && e.Text is { Length: > 0 } text)
        {
            Append(text);
        }

        Flush();
        _usage += e.Usage;
        _cost += e.CostUsd;
        Doing = e.Calls.Count > 0 ? $"calling {Measure.Plural(e.Calls.Count, "tool")}" : "finishing";
    }

    private void Complete(AgentEvent.ToolCompleted e)
    {
        var arguments = _running.Remove(e.CallId, out var started) ? ArgumentText.Shorten(started.Arguments, Math.Clamp(console.Profile.Width - e.Name.Length - 14, 20, 200)) : "";
        var took = e.Milliseconds > 0 ? $" [dim]{Measure.Duration(TimeSpan.FromMilliseconds(e.Milliseconds))}[/]" : "";
        var mark = e.IsError ? "[red]✗[/]" : "[green]✓[/]";
        console.MarkupLine($"{mark} [bold]{SafeText.Markup(e.Name, 40)}[/] [dim]{arguments.EscapeMarkup()}[/]{took}");
        if (e.IsError)
        {
            console.MarkupLine($"  [red]{SafeText.Markup(e.Text, Math.Max(40, console.Profile.Width - 4))}[/]");
        }

        Doing = _running.Count > 0 ? $"{SafeText.Line(_running.Values.First().Name, 40)}" : "working";
    }

    private void ShowPlan(RunPlan plan)
    {
        var done = plan.Steps.Count(s => s.State == PlanStepState.Done);
        console.MarkupLine($"[blue]≡[/] plan: {SafeText.Markup(plan.Goal, 100)} [dim]({done} of {Measure.Plural(plan.Steps.Count, "step")} done{(plan.Validation == ValidationState.Pending ? "" : $", check {plan.Validation.ToString().ToLowerInvariant()}")})[/]");
    }

    private void WriteLine(string text)
    {
        foreach (var line in SafeText.Clean(text).Split('\n'))
        {
            // In one piece: the status line below is redrawn after each write.
            console.Write(new Text(line + "\n"));
        }
    }

    private static string Reason(EventView entry) =>
        entry.Body is { ValueKind: System.Text.Json.JsonValueKind.Object } body && body.TryGetProperty("message", out var message)
            && message.ValueKind == System.Text.Json.JsonValueKind.String
            ? $": {SafeText.Markup(message.GetString())}"
            : "";
}
