using System.Text.Json;
using Isaa.Agents.Definitions;
using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Agents;

/// <summary>Puts an agent's definition together, step by step. Not thread safe.</summary>
public sealed class FlowAgentBuilder
{
    /// <summary>The code of the error that a definition describes a tool whose code was not added.</summary>
    internal const string UnboundCode = "tool_unbound";

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

    /// <summary>Chooses the models for light and for heavy work, as <c>provider/model</c>.</summary>
    public FlowAgentBuilder WithModels(string fast, string complex) => With(d => d with { Models = d.Models with { Fast = fast, Complex = complex } });

    /// <summary>Names the models to try in this order when the chosen one cannot be called.</summary>
    public FlowAgentBuilder WithFallbacks(params IReadOnlyList<string> models) => With(d => d with { Models = d.Models with { Fallbacks = [.. models] } });

    /// <summary>Says which of its models the agent works with unless a persona or a run says otherwise.</summary>
    public FlowAgentBuilder PreferModel(ModelChoice choice) => With(d => d with { Models = d.Models with { Prefer = choice } });

    /// <summary>Gives it a preset or saved persona.</summary>
    public FlowAgentBuilder WithPersona(string name) => With(d => d with { Persona = PersonaReference.To(name) });

    /// <summary>Gives it a persona.</summary>
    public FlowAgentBuilder WithPersona(Persona persona) => With(d => d with { Persona = PersonaReference.Of(persona) });

    /// <summary>Adds a persona that a run uses when its keywords fit the request best.</summary>
    public FlowAgentBuilder AddPersona(PersonaReference persona) => With(d => d with { Personas = [.. d.Personas, persona] });

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

    /// <summary>Adds a tool as data.</summary>
    public FlowAgentBuilder AddTool(AgentToolDefinition tool) => With(d => d with { ToolDefinitions = [.. d.ToolDefinitions, tool] });

    /// <summary>Shows the model so many tools at a time, those of the categories first; the rest it loads when it needs them. Null shows all.</summary>
    public FlowAgentBuilder WithToolSlots(int? slots, params IReadOnlyList<string> categories) => With(d => d with { ToolSlots = slots, ToolCategories = [.. categories] });

    /// <summary>Adds a server whose tools the agent may call.</summary>
    public FlowAgentBuilder AddMcpServer(AgentMcpServer server) => With(d => d with { Mcp = [.. d.Mcp, server] });

    /// <summary>Names the skills the agent may use.</summary>
    public FlowAgentBuilder WithSkills(params IReadOnlyList<string> skills) => With(d => d with { Skills = [.. skills] });

    /// <summary>Says what the agent can do, in words by which work is routed to it.</summary>
    public FlowAgentBuilder WithCapabilities(params IReadOnlyList<string> capabilities) => With(d => d with { Capabilities = [.. capabilities] });

    /// <summary>Says what a worker must declare to take the agent's runs.</summary>
    public FlowAgentBuilder WithRequires(params IReadOnlyList<string> capabilities) => With(d => d with { Requires = [.. capabilities] });

    /// <summary>Says what another agent is to this one.</summary>
    public FlowAgentBuilder AddRelationship(string agent, RelationshipKind kind, string description = "") =>
        With(d => d with { Relationships = [.. d.Relationships, new AgentRelationship { Agent = agent, Kind = kind, Description = description }] });

    /// <summary>Says how deep agents that call agents may nest below this one, and how it hands work on.</summary>
    public FlowAgentBuilder WithChain(int maxDepth, ChainStrategy strategy = ChainStrategy.Sequential) =>
        With(d => d with { MaxChainDepth = maxDepth, ChainStrategy = strategy });

    /// <summary>Takes only input that is JSON and fits a schema.</summary>
    public FlowAgentBuilder WithInputSchema(JsonElement schema) => With(d => d with { InputSchema = schema.Clone() });

    /// <summary>Asks for a final answer as JSON that fits a schema.</summary>
    public FlowAgentBuilder WithOutputSchema(JsonElement schema) => With(d => d with { OutputSchema = schema.Clone() });

    /// <summary>Asks for a final answer as JSON that fits a type; the descriptions of its properties are shown to the model.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public FlowAgentBuilder WithOutput<T>() => WithOutputSchema(AIJsonUtilities.CreateJsonSchema(typeof(T)));

    /// <summary>Limits what one run may use up.</summary>
    public FlowAgentBuilder WithLimits(AgentLimits limits) => With(d => d with { Limits = limits });

    /// <summary>Limits what the agent's sessions and days may use up.</summary>
    public FlowAgentBuilder WithBudget(AgentBudget budget) => With(d => d with { Budget = budget });

    /// <summary>Says how it thinks its way through a task.</summary>
    public FlowAgentBuilder WithReasoning(AgentReasoning reasoning) => With(d => d with { Reasoning = reasoning });

    /// <summary>Says how its prompt is kept within what the model takes.</summary>
    public FlowAgentBuilder WithContext(AgentContext context) => With(d => d with { Context = context });

    /// <summary>Says which of its tool calls a person must approve.</summary>
    public FlowAgentBuilder WithApproval(AgentApproval approval) => With(d => d with { Approval = approval });

    /// <summary>Limits what it may hand to agents it starts itself.</summary>
    public FlowAgentBuilder WithSubAgents(AgentSubAgents subAgents) => With(d => d with { SubAgents = subAgents });

    /// <summary>Gives each run a variable to begin with.</summary>
    public FlowAgentBuilder WithVariable(string name, JsonElement value) =>
        With(d => d with { Variables = new Dictionary<string, JsonElement>(d.Variables) { [name] = value.Clone() } });

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
            : throw new IsaaException(UnboundCode, $"Agent '{_definition.Name}' describes tools whose code was not added: {string.Join(", ", unbound)}. Call AddTool for each.");
    }

    private FlowAgentBuilder With(Func<AgentDefinition, AgentDefinition> change)
    {
        _definition = change(_definition);
        return this;
    }
}
