using System.Runtime.CompilerServices;
using Isaa.Agents.Calls;
using Isaa.Agents.Registry;

namespace Isaa.Agents;

/// <summary>Makes and finds agents for programs that embed the engine. Thread safe.</summary>
public sealed class FlowAgents
{
    private readonly AgentRegistry _registry;
    private readonly AgentRunner _runner;
    private readonly DelegateTools _delegates;
    private readonly ConditionalWeakTable<AgentVersion, FlowAgent> _agents = [];

    internal FlowAgents(AgentRegistry registry, AgentRunner runner, DelegateTools delegates)
    {
        _registry = registry;
        _runner = runner;
        _delegates = delegates;
    }

    /// <summary>Begins an agent. Nothing is saved until it is registered.</summary>
    /// <param name="name">Its name.</param>
    public static FlowAgentBuilder CreateBuilder(string name) => new(name);

    /// <summary>Saves a builder's definition as the agent's next version (the same content makes none) and binds its tools in this process.</summary>
    /// <param name="builder">The agent.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>agent_invalid</c>, <c>tool_unknown</c>, or <c>tool_unbound</c> when the definition describes a tool whose code was not added.</exception>
    public async Task<FlowAgent> RegisterAsync(FlowAgentBuilder builder, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var definition = builder.Build();
        var bound = builder.BoundTools();
        var version = await _registry.RegisterAsync(definition, tenant, cancellationToken);
        _delegates.Bind(tenant, definition.Name, bound);
        return Of(version);
    }

    /// <summary>
    /// An agent by <c>NAME</c> (its newest version) or <c>NAME@VERSION</c>; <c>self</c> is made on first use. As long as a version is the one meant, it is the same
    /// instance, whoever asks; after a change, by this process or another, the next call gives the new version.
    /// </summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>agent_unknown</c> with the nearest names.</exception>
    public async Task<FlowAgent> GetAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default) =>
        Of(await _registry.GetAsync(reference, tenant, cancellationToken));

    private FlowAgent Of(AgentVersion version) => _agents.GetValue(version, v => new FlowAgent(this, _runner, v));
}
