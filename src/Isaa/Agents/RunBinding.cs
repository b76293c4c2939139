using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Agents.Turns;
using Isaa.Diagnostics;
using Isaa.Models;
using Isaa.Models.Routing;

namespace Isaa.Agents;

/// <summary>Fixes the persona and the models of a run at the moment it is added. Thread safe.</summary>
/// <param name="personas">The personas there are.</param>
/// <param name="router">Finds models.</param>
public sealed class RunBinding(PersonaShelf personas, ModelRouter router)
{
    /// <summary>The persona: the run's own, else the one whose keywords fit the request best, else the agent's.</summary>
    internal async Task<Persona?> FindPersonaAsync(AgentDefinition definition, AgentRunOptions options, string input, CancellationToken cancellationToken)
    {
        if (options.BoundPersona is { } bound)
        {
            return bound;
        }

        if (options.Persona is { } named)
        {
            return definition.Personas.Append(definition.Persona).FirstOrDefault(p => p?.Inline?.Name == named)?.Inline
                ?? await personas.GetAsync(named, options.Tenant, cancellationToken);
        }

        var candidates = new List<Persona>();
        foreach (var reference in definition.Personas)
        {
            candidates.Add(await ResolveAsync(reference, options.Tenant, cancellationToken));
        }

        return PersonaRouting.Choose(candidates, input)
            ?? (definition.Persona is { } own ? await ResolveAsync(own, options.Tenant, cancellationToken) : null);
    }

    /// <summary>The names of the models, the first ready one before the rest of those behind it.</summary>
    /// <exception cref="IsaaException"><c>model_missing</c>, <c>model_unknown</c> or <c>model_not_ready</c>.</exception>
    internal (Model Chosen, IReadOnlyList<string> Fallbacks) ChooseModel(AgentDefinition definition, Persona? persona, AgentRunOptions options)
    {
        var complex = definition.Model ?? definition.Models.Complex ?? router.Catalog.DefaultModel;
        var choice = options.ModelChoice ?? persona?.Model ?? definition.Models.Prefer;
        var wanted = options.Model ?? (choice == ModelChoice.Fast ? definition.Models.Fast ?? complex : complex)
            ?? throw new IsaaException("model_missing", $"Agent '{definition.Name}' names no model and none is configured. Name one as provider/model; `isaa models` says which are ready.");
        IReadOnlyList<string> all = [wanted, .. definition.Models.Fallbacks];
        var chosen = router.GetFirst(all);
        return (chosen, [.. all.Where(name => name != chosen.Name).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Refuses input that does not fit the agent's input schema.</summary>
    /// <exception cref="IsaaException"><c>input_invalid</c> with all errors.</exception>
    internal static void CheckInput(AgentDefinition definition, string input)
    {
        if (definition.InputSchema is { } schema && new AnswerSchema(schema).CheckWhole(input) is { Count: > 0 } errors)
        {
            throw new IsaaException("input_invalid", $"Agent '{definition.Name}' takes JSON that fits its input schema:\n{string.Join("\n", errors.Select(e => $"- {e}"))}");
        }
    }

    private async Task<Persona> ResolveAsync(PersonaReference reference, string tenant, CancellationToken cancellationToken) =>
        reference.Inline ?? await personas.GetAsync(reference.Name, tenant, cancellationToken);
}
