using Microsoft.Extensions.AI;

namespace Isaa.Agents.Mcp;

/// <summary>A server's tool under a name that no tool of the program has.</summary>
/// <param name="name">The name a model calls it by.</param>
/// <param name="tool">The tool.</param>
internal sealed class McpTool(string name, AIFunction tool) : DelegatingAIFunction(tool)
{
    public override string Name => name;
}
