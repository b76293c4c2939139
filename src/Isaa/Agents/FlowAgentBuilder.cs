using System.Text.Json;
using Isaa.Agents.Definitions;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Agents;

/// <summary>Puts an agent's definition together, step by step. Not thread safe.</summary>
public sealed class FlowAgentBuilder
{
    private readonly Dictionary<string, Tool> _bound = new(StringComparer.Ordinal);
    private AgentDefinition _definition;

    /// <summary>Begins an agent.</summary>
    /// <param name="name">Its name.</param>
    public FlowAgentBuilder(string name) => _definition = new AgentDefinition { Name = name };

    private FlowAgentBuilder(AgentDefinition definition) => _definition = definition;

    /// <summary>Goes on from a definition. Its delegates must be added again by <see cref="AddTool(Delegate, string, string, StepKind, ToolRisk)"/> before it can be registered.</summary>
    /// <param name="definition">The definition.</param>
    public static FlowAgentBuilder From(AgentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new FlowAgentBuilder(definition);
    }

    /// <summary>Says what the agent is for.</summary>
    public FlowAgentBuilder WithDescription(string description) => With(d => d with { Description = description });

    /// <summary>Says what the model is told before everything else.</summary>
    public FlowAgentBuilder WithSystemMessage(string systemPrompt) => With(d => d with { SystemPrompt = systemPrompt });

    /// <summary>Chooses the model, as <c>provider/model</c>.</summary>
    public FlowAgentBuilder WithModel(string model) => With(d => d with { Model = model });

    /// <summary>Names the tools the agent may call; without names it may call none. Not calling this gives it all there are.</summary>
    public FlowAgentBuilder WithTools(params IReadOnlyList<string> tools) => With(d => d with { Tools = [.. tools] });

    /// <summary>Names the stored functions the agent may call as tools, each as <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    public FlowAgentBuilder WithFunctions(params IReadOnlyList<string> functions) => With(d => d with { Functions = [.. functions] });

    /// <summary>Adds a method of this program as a tool.</summary>
    /// <param name="method">The method. Its parameters and their descriptions become the schema; a <see cref="ToolCallContext"/>, a <see cref="CancellationToken"/> and the like are passed and not shown.</param>
    /// <param name="name">The name a model calls it by.</param>
    /// <param name="description">What it does, for the model.</param>
    /// <param name="kind">What may happen to a call whose outcome is unknown after a crash. Default: it is reported, never repeated.</param>
    /// <param name="risk">What harm a call can do. Default: high.</param>
    public FlowAgentBuilder AddTool(
        Delegate method, string name, string description, StepKind kind = StepKind.OnceOnly, ToolRisk risk = ToolRisk.Execute) =>
        AddTool(new Tool { Function = AIFunctionFactory.Create(method, name, description), Kind = kind, Risk = risk });

    /// <summary>Adds a tool of this program.</summary>
    /// <param name="tool">The tool; it replaces an earlier one of the same name.</param>
    public FlowAgentBuilder AddTool(Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var function = tool.Function;
        var described = new AgentDelegate { Name = function.Name, Description = function.Description, Parameters = function.JsonSchema.Clone() };
        _bound[function.Name] = tool;
        var known = _definition.Delegates.ToList();
        var at = known.FindIndex(d => d.Name == function.Name);
        if (at < 0)
        {
            known.Add(described);
        }
        else
        {
            known[at] = described;
        }

        return With(d => d with { Delegates = known });
    }

    /// <summary>Asks for a final answer as JSON that fits a schema.</summary>
    public FlowAgentBuilder WithOutputSchema(JsonElement schema) => With(d => d with { OutputSchema = schema.Clone() });

    /// <summary>Asks for a final answer as JSON that fits a type; the descriptions of its properties are shown to the model.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public FlowAgentBuilder WithOutput<T>() => WithOutputSchema(AIJsonUtilities.CreateJsonSchema(typeof(T)));

    /// <summary>Limits what one run may use up.</summary>
    public FlowAgentBuilder WithLimits(AgentLimits limits) => With(d => d with { Limits = limits });

    /// <summary>Says how freely the model chooses its words, 0 to 2; null leaves it to the provider.</summary>
    public FlowAgentBuilder WithTemperature(double? temperature) => With(d => d with { Sampling = d.Sampling with { Temperature = temperature } });

    /// <summary>Says how the model chooses its words.</summary>
    public FlowAgentBuilder WithSampling(AgentSampling sampling) => With(d => d with { Sampling = sampling });

    /// <summary>Adds a note of the owner's own.</summary>
    public FlowAgentBuilder WithMetadata(string key, string value) =>
        With(d => d with { Metadata = new Dictionary<string, string>(d.Metadata) { [key] = value } });

    /// <summary>The definition, checked by the rules for files.</summary>
    /// <exception cref="IsaaException"><c>agent_invalid</c> with all errors.</exception>
    public AgentDefinition Build()
    {
        AgentDefinitionFile.Check(_definition);
        return _definition;
    }

    internal IReadOnlyList<Tool> BoundTools()
    {
        var unbound = _definition.Delegates.Select(d => d.Name).Where(name => !_bound.ContainsKey(name)).ToList();
        return unbound.Count == 0
            ? [.. _bound.Values]
            : throw new IsaaException("tool_unbound", $"Agent '{_definition.Name}' describes tools whose code was not added: {string.Join(", ", unbound)}. Call AddTool for each.");
    }

    private FlowAgentBuilder With(Func<AgentDefinition, AgentDefinition> change)
    {
        _definition = change(_definition);
        return this;
    }
}
