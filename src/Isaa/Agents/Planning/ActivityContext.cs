using System.Text.Json;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Agents.Planning;

/// <summary>What a run works by: its plan, its notes, its variables. Kept with the run's state and small by its limits.</summary>
internal sealed record ActivityContext
{
    public const int MaxNotes = 30;
    public const int MaxText = 500;

    public static ActivityContext None { get; } = new();

    /// <summary>Null until there is one.</summary>
    public RunPlan? Plan { get; init; }

    /// <summary>What the model wanted to remember, oldest first.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Variables by scope and path; null until one was set.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>The tools in the run's slots, the one used longest ago first; null for those it begins with.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>The first open step's number, from 1; null when none is open.</summary>
    public int? Current => Plan?.Steps.Index().Where(s => s.Item.State == PlanStepState.Open).Select(s => (int?)s.Index + 1).FirstOrDefault();

    /// <summary>The same with one step ended.</summary>
    /// <param name="number">The step, from 1.</param>
    /// <param name="state">How it ended.</param>
    /// <param name="evidence">What shows it.</param>
    public ActivityContext End(int number, PlanStepState state, string evidence) => this with
    {
        Plan = Plan! with
        {
            Steps = [.. Plan!.Steps.Select((s, i) => i == number - 1 ? s with { State = state, Evidence = Cut(evidence) } : s)],
            Validation = ValidationState.Pending,
        },
    };

    public static string Cut(string text) => text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText - 1)}…";
}
