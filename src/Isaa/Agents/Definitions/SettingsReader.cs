using Isaa.Agents.Settings;
using Isaa.Schemas.Yaml;

namespace Isaa.Agents.Definitions;

/// <summary>The groups of settings of a definition's file.</summary>
internal static class SettingsReader
{
    public static AgentModels Models(YamlMap map)
    {
        var models = new AgentModels
        {
            Fast = map.Model("fast"),
            Complex = map.Model("complex"),
            Fallbacks = map.Models("fallbacks"),
            Prefer = map.Choice<ModelChoice>("prefer") ?? ModelChoice.Complex,
        };
        map.End();
        return models;
    }

    public static IReadOnlyList<AgentRelationship> Relationships(YamlMap map)
    {
        var relationships = map.Maps("relationships").Select(Relationship).ToList();
        map.RefuseTwins("relationships", relationships.Select(r => $"{r.Agent}' as '{r.Kind}"));
        return relationships;
    }

    public static AgentBudget Budget(YamlMap map)
    {
        var budget = new AgentBudget
        {
            SessionTokens = map.Tokens("sessionTokens"),
            SessionUsd = map.Amount("sessionUsd"),
            DayTokens = map.Tokens("dayTokens"),
            DayUsd = map.Amount("dayUsd"),
        };
        map.End();
        return budget;
    }

    public static AgentReasoning Reasoning(YamlMap map)
    {
        var standard = new AgentReasoning();
        var reasoning = new AgentReasoning
        {
            Mode = map.Choice<ReasoningMode>("mode") ?? standard.Mode,
            Validation = map.Choice<ValidationLevel>("validation") ?? standard.Validation,
            MaxSteps = map.Whole("maxSteps", 1, 50) ?? standard.MaxSteps,
            MaxReplans = map.Whole("maxReplans", 0, 20) ?? standard.MaxReplans,
            MaxRecoveries = map.Whole("maxRecoveries", 0, 20) ?? standard.MaxRecoveries,
            MaxRevisions = map.Whole("maxRevisions", 0, 10) ?? standard.MaxRevisions,
        };
        map.End();
        return reasoning;
    }

    public static AgentContext Context(YamlMap map)
    {
        var standard = new AgentContext();
        var context = new AgentContext
        {
            MaxRatio = map.Share("maxRatio", 0.1) ?? standard.MaxRatio,
            OffloadRatio = map.Share("offloadRatio", 0.01) ?? standard.OffloadRatio,
            Displacement = map.Share("displacement", 0) ?? standard.Displacement,
            SafetyTokens = map.Whole("safetyTokens") ?? standard.SafetyTokens,
            HeavyHitterTokens = map.Whole("heavyHitterTokens", 1) ?? standard.HeavyHitterTokens,
            HistoryTurns = map.Whole("historyTurns", 0, 10_000) ?? standard.HistoryTurns,
        };
        map.End();
        return context;
    }

    public static AgentSubAgents SubAgents(YamlMap map)
    {
        var standard = new AgentSubAgents();
        var subAgents = new AgentSubAgents
        {
            MaxDepth = map.Whole("maxDepth", 0, 10) ?? standard.MaxDepth,
            MaxRuns = map.Whole("maxRuns", 0, 1000) ?? standard.MaxRuns,
            MaxParallel = map.Whole("maxParallel", 1, 100) ?? standard.MaxParallel,
            TotalTokens = map.OrNull("totalTokens", standard.TotalTokens, map.Tokens),
            Turns = map.OrNull("turns", standard.Turns, key => map.Whole(key, 1)),
            Time = map.OrNull("time", standard.Time, map.Span),
        };
        map.End();
        return subAgents;
    }

    private static AgentRelationship Relationship(YamlMap map)
    {
        var relationship = new AgentRelationship
        {
            Agent = map.Name("agent"),
            Kind = map.Choice<RelationshipKind>("kind") ?? RelationshipKind.Peer,
            Description = map.Text("description") ?? "",
        };
        map.End();
        return relationship;
    }
}
