using System.Collections.Concurrent;
using System.Text;
using Isaa.Agents.Mcp;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Isaa.Connectors.Mcp;

/// <summary>Connections to servers of the Model Context Protocol: one per server, made when first needed, made anew when it broke, and closed when nobody uses it.</summary>
internal sealed class McpServers : IMcpServers, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<McpConnection>>> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<McpConnection, Task> _closing = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly McpOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ITimer _trim;

    public McpServers(McpOptions options, ILoggerFactory loggers)
    {
        _options = options;
        _loggers = loggers;
        _trim = options.Time.CreateTimer(_ => Trim(), null, options.IdleTime, options.IdleTime);
    }

    public async Task<IReadOnlyList<AIFunction>> ListAsync(AgentMcpServer server, CancellationToken cancellationToken)
    {
        var connection = await EnterAsync(server, cancellationToken);
        connection.Leave();
        return [.. connection.Tools.Select(tool => new RemoteTool(server.Name, tool, token => EnterAsync(server, token)))];
    }

    public async ValueTask DisposeAsync()
    {
        await _trim.DisposeAsync();
        await _stopping.CancelAsync();
        foreach (var (key, opening) in _open.Where(o => o.Value.IsValueCreated))
        {
            await ((Task)opening.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Forget(key, opening);
        }

        await Task.WhenAll(_closing.Values);
        _stopping.Dispose();
    }

    // A run that goes on after a restart or a broken connection calls the same tool over a new one.
    private async Task<McpConnection> EnterAsync(AgentMcpServer server, CancellationToken cancellationToken)
    {
        var key = Key(server);
        while (true)
        {
            var opening = _open.GetOrAdd(key, _ => new Lazy<Task<McpConnection>>(() => ConnectAsync(server)));
            try
            {
                var connection = await opening.Value.WaitAsync(cancellationToken);
                if (connection.TryEnter())
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

    private void Forget(string key, Lazy<Task<McpConnection>> opening)
    {
        if (_open.TryRemove(new KeyValuePair<string, Lazy<Task<McpConnection>>>(key, opening)) && opening is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            Close(opening.Value.Result);
        }
    }

    private void Close(McpConnection connection)
    {
        var closing = connection.DisposeAsync().AsTask();
        _closing[connection] = closing;
        _ = closing.ContinueWith(_ => _closing.TryRemove(connection, out Task? _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Trim()
    {
        foreach (var (key, opening) in _open.Where(o => o.Value is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            if (opening.Value.Result.TryRetire(_options.IdleTime))
            {
                Forget(key, opening);
            }
        }
    }

    private async Task<McpConnection> ConnectAsync(AgentMcpServer server)
    {
        using var patience = new CancellationTokenSource(_options.ConnectTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stopping.Token);
        try
        {
            return await McpConnection.OpenAsync(server, _options, _loggers, either.Token);
        }
        catch (Exception e) when (e is not IsaaException)
        {
            throw McpFailure.Of(server, e, patience.IsCancellationRequested ? _options.ConnectTimeout : null);
        }
    }

    private static string Key(AgentMcpServer server)
    {
        var text = new StringBuilder().Append(server.Name).Append('\n').Append(server.Command).Append('\n').AppendJoin('\n', server.Arguments).Append('\n').Append(server.Url).Append('\n').Append(server.IsPrivate);
        foreach (var (name, source) in server.Environment.Concat(server.Headers).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(name).Append('=').Append(source);
        }

        return text.ToString();
    }
}
