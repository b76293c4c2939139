using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Isaa.Connectors.Mcp;

/// <summary>An open connection with the tools the server named when it was opened. It may be closed for idleness while nobody uses it, never during a call. Thread safe.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    private const int MostTools = 500;

    private readonly IClientTransport _transport;
    private readonly McpClient _client;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private int _users;
    private long _leftAt;
    private bool _isRetired;

    private McpConnection(IClientTransport transport, McpClient client, IReadOnlyList<McpClientTool> tools, TimeProvider time)
    {
        _transport = transport;
        _client = client;
        _time = time;
        _leftAt = time.GetTimestamp();
        Tools = tools;
    }

    /// <summary>The server's tools.</summary>
    public IReadOnlyList<McpClientTool> Tools { get; }

    /// <summary>Connects and asks what tools there are. What failed leaves nothing open.</summary>
    public static async Task<McpConnection> OpenAsync(AgentMcpServer server, McpOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var transport = McpTransports.Of(server, options, loggers);
        McpClient? client = null;
        try
        {
            client = await McpClient.CreateAsync(transport, new McpClientOptions { InitializationTimeout = options.ConnectTimeout }, loggers, cancellationToken);
            var tools = await client.ListToolsAsync(cancellationToken: cancellationToken);
            return tools.Count <= MostTools
                ? new McpConnection(transport, client, [.. tools], options.Time)
                : throw new IsaaException("mcp_unavailable", $"Server '{server.Name}' has {tools.Count} tools; at most {MostTools} are taken.");
        }
        catch
        {
            await CloseAsync(transport, client);
            throw;
        }
    }

    /// <summary>Begins to use it until <see cref="Leave"/>; false when it is broken or was closed.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isRetired || _client.Completion.IsCompleted)
            {
                return false;
            }

            _users++;
            return true;
        }
    }

    /// <summary>Ends one use.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _users--;
            _leftAt = _time.GetTimestamp();
        }
    }

    /// <summary>Lets nobody use it any more if nobody did for so long; the caller then disposes it.</summary>
    public bool TryRetire(TimeSpan idle)
    {
        lock (_gate)
        {
            return _isRetired = _isRetired || (_users == 0 && _time.GetElapsedTime(_leftAt) >= idle);
        }
    }

    public ValueTask DisposeAsync() => CloseAsync(_transport, _client);

    private static async ValueTask CloseAsync(IClientTransport transport, McpClient? client)
    {
        if (client is not null)
        {
            await client.DisposeAsync();
        }

        if (transport is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
