using System.Text.Json;
using Isaa.Agents.Settings;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Planning;

/// <summary>A tool that changes nothing but the run's own activity: a function of its inputs alone, kept in one commit with its result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What the model is told of it.</param>
/// <param name="Schema">Its arguments as JSON Schema.</param>
/// <param name="Apply">What it does.</param>
internal sealed record InnerTool(string Name, string Description, string Schema, Func<ActivityContext, JsonElement, AgentReasoning, InnerAnswer> Apply)
{
    /// <summary>What the model is shown.</summary>
    public AIFunctionDeclaration Declaration { get; } = AIFunctionFactory.CreateDeclaration(Name, Description, JsonElement.Parse(Schema));
}
