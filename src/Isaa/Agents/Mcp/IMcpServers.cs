using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Mcp;

/// <summary>The port to servers of the Model Context Protocol. What a server says of itself and answers is not to be trusted. Thread safe.</summary>
public interface IMcpServers
{
    /// <summary>All tools of a server under their names there; connects when that is needed. A call of one goes to the server.</summary>
    /// <exception cref="McpOutageException">The server cannot be reached now; another attempt may succeed.</exception>
    /// <exception cref="IsaaException"><c>mcp_unavailable</c>: the server cannot be started or understood, or may not be connected to.</exception>
    Task<IReadOnlyList<AIFunction>> ListAsync(AgentMcpServer server, CancellationToken cancellationToken);
}
