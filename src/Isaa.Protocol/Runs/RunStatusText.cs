using System.Globalization;
using System.Text;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Protocol.Runs;

/// <summary>Writes how a run stands as text for a person.</summary>
internal static class RunStatusText
{
    private const int MaxText = 500;

    public static string Of(RunStatus status)
    {
        var text = new StringBuilder();
        Line(text, "run", status.Id);
        Line(text, "state", State(status));
        Line(text, "task", Cut(status.Task));
        Line(text, "agent", $"{status.Agent} v{status.Version}{(status.Model is { } model ? $" · {model}" : "")}");
        if (status.ChosenBecause is { } why)
        {
            Line(text, "because", why);
        }

        Line(text, "session", status.Session);
        Line(text, "used", string.Create(CultureInfo.InvariantCulture,
            $"{status.Turns} turns · {status.Usage.Input + status.Usage.Output:N0} tokens · {(status.CostUsd is { } cost ? $"{cost:0.######} US dollars" : "cost unknown")} · model {status.ModelMilliseconds:N0} ms"));
        if (status.Calling.Count > 0)
        {
            Line(text, "calling", string.Join(", ", status.Calling));
        }

        if (status.Plan is { } plan)
        {
            Plan(text, plan);
        }

        List(text, "tools", [.. status.Tools.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Name}: {t.Calls} calls, {t.Errors} errors, {t.Milliseconds:N0} ms"))]);
        List(text, "errors", [.. status.Errors.Select(e => $"{e.Code}{(e.Tool is { } tool ? $" ({tool})" : "")} x{e.Count}: {Cut(e.LastText)}")]);
        List(text, "warnings", status.Warnings);
        List(text, "files", status.Artifacts);
        if (status.LastText is { } last)
        {
            Line(text, status.Result is null ? "says" : "answer", Cut(last));
        }

        return text.ToString().TrimEnd();
    }

    private static string State(RunStatus status) => status.IsPaused ? $"{status.State} (paused)"
        : status.WaitingFor is { } what ? $"{status.State} (for {what})"
        : status.Result?.Error is { } error ? $"{status.State}: {error.Message} ({error.Code})"
        : status.State;

    private static void Plan(StringBuilder text, RunPlan plan)
    {
        Line(text, "goal", plan.Goal);
        List(text, "steps", [.. plan.Steps.Select(s => $"[{s.State.ToString().ToLowerInvariant()}] {s.Title}{(s.Evidence is { Length: > 0 } e ? $" - {e}" : "")}")]);
        List(text, $"criteria ({plan.Validation.ToString().ToLowerInvariant()})", [.. plan.Criteria.Select(c => $"{c.Criterion}{(c.Passed is { } passed ? passed ? " - met" : " - not met" : "")}")]);
    }

    private static void List(StringBuilder text, string name, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.Append(name).AppendLine(":");
            foreach (var line in lines)
            {
                text.Append("  ").AppendLine(line);
            }
        }
    }

    private static void Line(StringBuilder text, string name, string value) => text.Append(name.PadRight(8)).Append(' ').AppendLine(value);

    private static string Cut(string text) => text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText)}…";
}
