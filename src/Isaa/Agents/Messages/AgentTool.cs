using System.Text.Json;
using Isaa.Agents.Calls;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Messages;

/// <summary>Another agent as a tool: its input is the message, its answer the result.</summary>
/// <param name="definition">The tool as data.</param>
/// <param name="messages">Has the agent work.</param>
/// <param name="description">What the tool says of itself.</param>
/// <param name="schema">Its parameters.</param>
internal sealed class AgentTool(AgentToolDefinition definition, AgentMessageTools messages, string description, JsonElement schema) : AIFunction
{
    private static readonly JsonElement Standard = JsonElement.Parse("""
        {"type":"object","properties":{"message":{"type":"string","description":"The whole task, with all the agent needs to know"}},"required":["message"]}
        """);

    public override string Name => definition.Name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema;

    /// <summary>The tool of a definition.</summary>
    /// <param name="definition">The tool as data.</param>
    /// <param name="agentDescription">What the agent says of itself.</param>
    /// <param name="inputSchema">What the agent's input must fit; null for text.</param>
    /// <param name="messages">Has the agent work.</param>
    public static Tool Create(AgentToolDefinition definition, string agentDescription, JsonElement? inputSchema, AgentMessageTools messages) => new()
    {
        Function = new AgentTool(
            definition,
            messages,
            definition.Description ?? $"Agent '{definition.Target ?? definition.Name}': {agentDescription}",
            definition.Schema ?? inputSchema ?? Standard),
        OriginalNames = [AgentMessageTools.SendName],
        Kind = StepKind.Repeatable,
        Risk = ToolRisk.Write,
        Categories = ["agents"],
    };

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var run = arguments.Context is { } context && context.TryGetValue(typeof(ToolCallContext), out var found) && found is ToolCallContext { Caller: CallingRun caller }
            ? caller
            : throw new IsaaException("tool_refused", $"'{definition.Name}' runs an agent and can be called by one only.");
        var agent = definition.Target ?? definition.Name;
        return await messages.CallAsync(run, definition.Version is { } version ? $"{agent}@{version}" : agent, Message(arguments), needsAnswer: true, timeout: null, cancellationToken);
    }

    // One text is the message itself; anything else goes as JSON, as an input schema wants it.
    private static string Message(AIFunctionArguments arguments) =>
        arguments.Count == 1 && arguments.TryGetValue("message", out var only) && only is JsonElement { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : JsonSerializer.Serialize(arguments.ToDictionary(a => a.Key, a => a.Value), AIJsonUtilities.DefaultOptions);
}
