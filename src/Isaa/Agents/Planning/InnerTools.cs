using Isaa.Agents.Memory;
using Isaa.Agents.Settings;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Planning;

/// <summary>The inner tools of a run, by its agent's way to think.</summary>
internal sealed class InnerTools
{
    private static readonly IReadOnlyList<InnerTool> Planning = [PlanTools.Plan, PlanTools.Finish, PlanTools.Check, NoteTools.Note, NoteTools.SetVariable, NoteTools.GetVariable];

    private readonly Dictionary<string, InnerTool> _byName;

    private InnerTools(IReadOnlyList<InnerTool> tools)
    {
        _byName = tools.ToDictionary(t => t.Name, StringComparer.Ordinal);
        Declarations = [.. tools.Select(t => t.Declaration)];
        EstimatedTokens = tools.Count == 0 ? 0 : TokenEstimate.Of([], new ChatOptions { Tools = [.. Declarations] });
    }

    /// <summary>What the model is shown, always in the same order.</summary>
    public IReadOnlyList<AITool> Declarations { get; }

    /// <summary>A rough count of the tokens the declarations take in each call.</summary>
    public int EstimatedTokens { get; }

    /// <summary>The inner tools of a run.</summary>
    /// <param name="mode">Whether its agent plans.</param>
    /// <param name="tools">The tools it works with, which keep their names: of a group of inner tools that has one of them, none is there. Without any a task is one answer, unless its agent always plans.</param>
    /// <param name="shelf">Those by which it gets at tools it is not shown.</param>
    /// <param name="results">That by which it reads large results; only runs with tools have it.</param>
    public static InnerTools Of(ReasoningMode mode, IReadOnlyList<AITool> tools, IReadOnlyList<InnerTool> shelf, InnerTool results)
    {
        var taken = tools.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var plans = mode == ReasoningMode.Planned || (mode == ReasoningMode.Auto && tools.Count > 0);
        IReadOnlyList<InnerTool>[] wanted = [plans ? Planning : [], plans ? MemoryTools.All : [], tools.Count > 0 ? [results] : []];
        return new InnerTools([.. wanted.Where(some => !taken.Overlaps(some.Select(t => t.Name))).SelectMany(some => some), .. shelf]);
    }

    /// <summary>Whether the run has those by which it plans.</summary>
    public bool CanPlan => _byName.ContainsKey(PlanTools.PlanName);

    /// <summary>An inner tool; null when the run has none of this name.</summary>
    public InnerTool? Find(string name) => _byName.GetValueOrDefault(name);
}
