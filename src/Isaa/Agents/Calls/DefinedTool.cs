using System.Text.Json;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Isaa.Tools;
using Isaa.Tools.Calling;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Calls;

/// <summary>A tool under another name, with another description or narrower parameters.</summary>
internal sealed class DefinedTool : DelegatingAIFunction
{
    private readonly AgentToolDefinition _definition;

    private DefinedTool(AgentToolDefinition definition, AIFunction target)
        : base(target) => _definition = definition;

    public override string Name => _definition.Name;

    public override string Description => _definition.Description ?? InnerFunction.Description;

    public override JsonElement JsonSchema => _definition.Schema ?? InnerFunction.JsonSchema;

    /// <summary>The tool as the definition wants it; what it may do stays as it is.</summary>
    public static Tool Of(AgentToolDefinition definition, Tool target) => target with
    {
        Function = new DefinedTool(definition, target.Function),
        OriginalNames = [.. target.OriginalNames, target.Function.Name],
        Aliases = [],
    };

    // What fits the narrower schema must fit the target's own as well.
    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        if (_definition.Schema is not null)
        {
            var named = arguments.ToDictionary(a => a.Key, a => a.Value is JsonElement json ? json : JsonSerializer.SerializeToElement(a.Value, AIJsonUtilities.DefaultOptions));
            if (ArgumentCheck.Explain(InnerFunction.Name, InnerFunction.JsonSchema, named) is { } problem)
            {
                throw new IsaaException("invalid_arguments", problem);
            }
        }

        return base.InvokeCoreAsync(arguments, cancellationToken);
    }
}
