using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Isaa.Connectors.Mcp;

/// <summary>How a server is spoken to.</summary>
internal static class McpTransports
{
    // What a program needs to start at all; nothing else of this process is handed on, above all no keys.
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TMPDIR", "USER", "SystemRoot", "TEMP"];

    /// <exception cref="IsaaException"><c>mcp_unavailable</c>: a variable is not set, or the address cannot be used.</exception>
    public static IClientTransport Of(AgentMcpServer server, McpOptions options, ILoggerFactory loggers) =>
        server.Command is { } command
            ? new StdioClientTransport(
                new StdioClientTransportOptions
                {
                    Name = server.Name,
                    Command = command,
                    Arguments = [.. server.Arguments],
                    InheritEnvironmentVariables = false,
                    EnvironmentVariables = Variables(server, options),
                },
                loggers)
            : Http(server, Address(server), options, loggers);

    // What a server would say unasked is not listened to: a stream that stays open for it has no end that could be waited for.
    private static HttpClientTransport Http(AgentMcpServer server, Uri address, McpOptions options, ILoggerFactory loggers) => new(
        new HttpClientTransportOptions
        {
            Name = server.Name,
            Endpoint = address,
            TransportMode = HttpTransportMode.AutoDetect,
            AdditionalHeaders = server.Headers.ToDictionary(h => h.Key, h => Resolve(server, h.Value, options)),
            ConnectionTimeout = options.ConnectTimeout,
            EnableStandaloneGetStream = false,
        },
        McpHttp.Create(server, address, options),
        loggers,
        ownsHttpClient: true);

    private static Dictionary<string, string?> Variables(AgentMcpServer server, McpOptions options)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in Inherited)
        {
            if (options.Environment(name) is { } value)
            {
                variables[name] = value;
            }
        }

        foreach (var (name, source) in server.Environment)
        {
            variables[name] = Resolve(server, source, options);
        }

        return variables;
    }

    private static string Resolve(AgentMcpServer server, string source, McpOptions options) => options.Environment(source)
        ?? throw new IsaaException("mcp_unavailable", $"Server '{server.Name}' takes a value from the variable '{source}', which is not set here.");

    private static Uri Address(AgentMcpServer server) =>
        Uri.TryCreate(server.Url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address is { IsLoopback: true, Scheme: "http" })
            ? address
            : throw new IsaaException("mcp_unavailable", $"'{server.Url}' of server '{server.Name}' is no address that can be used: https, or http on this machine, is expected.");
}
