using System.Collections.Concurrent;
using System.Text;
using Isaa.Agents.Mcp;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Isaa.Connectors.Mcp;

/// <summary>Connections to servers of the Model Context Protocol: one per server, made when first needed and made anew when it broke.</summary>
internal sealed class McpServers : IMcpServers, IAsyncDisposable
{
    private const int MostTools = 500;

    private readonly ConcurrentDictionary<string, Lazy<Task<McpConnection>>> _open = new(StringComparer.Ordinal);
    private readonly McpOptions _options;
    private readonly ILoggerFactory _loggers;

    public McpServers(McpOptions options, ILoggerFactory loggers)
    {
        _options = options;
        _loggers = loggers;
    }

    public async Task<IReadOnlyList<AIFunction>> ListAsync(AgentMcpServer server, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(server, cancellationToken);
        return [.. connection.Tools.Select(tool => new RemoteTool(tool, token => FindAsync(server, tool.Name, token)))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _open.Values.Where(v => v.IsValueCreated && v.Value.IsCompletedSuccessfully))
        {
            await (await one.Value).Client.DisposeAsync();
        }
    }

    // A run that goes on after a restart or a broken connection calls the same tool over a new one.
    private async Task<AIFunction> FindAsync(AgentMcpServer server, string tool, CancellationToken cancellationToken) =>
        (await OpenAsync(server, cancellationToken)).Tools.FirstOrDefault(t => t.Name == tool)
        ?? throw new IsaaException("tool_unknown", $"Server '{server.Name}' has no tool '{tool}' any more.");

    private async Task<McpConnection> OpenAsync(AgentMcpServer server, CancellationToken cancellationToken)
    {
        var key = Key(server);
        while (true)
        {
            var opening = _open.GetOrAdd(key, _ => new Lazy<Task<McpConnection>>(() => ConnectAsync(server)));
            try
            {
                var connection = await opening.Value.WaitAsync(cancellationToken);
                if (!connection.Client.Completion.IsCompleted)
                {
                    return connection;
                }
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                Forget(key, opening);
                throw;
            }

            Forget(key, opening);
        }
    }

    private void Forget(string key, Lazy<Task<McpConnection>> opening) => _open.TryRemove(new KeyValuePair<string, Lazy<Task<McpConnection>>>(key, opening));

    private async Task<McpConnection> ConnectAsync(AgentMcpServer server)
    {
        using var patience = new CancellationTokenSource(_options.ConnectTimeout, _options.Time);
        try
        {
            var client = await McpClient.CreateAsync(McpTransports.Of(server, _options, _loggers), new McpClientOptions { InitializationTimeout = _options.ConnectTimeout }, _loggers, patience.Token);
            var tools = await client.ListToolsAsync(cancellationToken: patience.Token);
            return tools.Count <= MostTools
                ? new McpConnection(client, [.. tools])
                : throw new IsaaException("mcp_unavailable", $"Server '{server.Name}' has {tools.Count} tools; at most {MostTools} are taken. Name those that are needed in 'tools'.");
        }
        catch (Exception e) when (e is not IsaaException)
        {
            throw new IsaaException("mcp_unavailable", $"Server '{server.Name}' ({server.Url ?? server.Command}) cannot be used: {(patience.IsCancellationRequested ? $"it did not answer within {_options.ConnectTimeout.TotalSeconds:0} seconds" : e.Message)}.", e);
        }
    }

    private static string Key(AgentMcpServer server)
    {
        var text = new StringBuilder().Append(server.Name).Append('\n').Append(server.Command).Append('\n').AppendJoin('\n', server.Arguments).Append('\n').Append(server.Url);
        foreach (var (name, source) in server.Environment.Concat(server.Headers).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(name).Append('=').Append(source);
        }

        return text.ToString();
    }

    private sealed record McpConnection(McpClient Client, IReadOnlyList<McpClientTool> Tools);
}
