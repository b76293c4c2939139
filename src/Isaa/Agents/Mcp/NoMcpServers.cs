using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Mcp;

/// <summary>Stands in where a program connects to no servers.</summary>
internal sealed class NoMcpServers : IMcpServers
{
    public Task<IReadOnlyList<AIFunction>> ListAsync(AgentMcpServer server, CancellationToken cancellationToken) =>
        throw new IsaaException("mcp_unavailable", $"Server '{server.Name}' cannot be used: this program connects to none. AddMcpServers lets it.");
}
