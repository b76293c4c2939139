using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Isaa.Agents.Settings.Tools;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Mcp;

/// <summary>
/// The tools of servers as a run may call them. What they say of themselves is kept at the first use; once it changes, the server is refused until
/// somebody has looked at it and put its new hash into the definition.
/// </summary>
internal sealed class McpTools
{
    /// <summary>The kind of definition that keeps what a server's tools said.</summary>
    public const string Kind = "mcp";

    private readonly IMcpServers _servers;
    private readonly DefinitionShelf _pins;

    public McpTools(IMcpServers servers, IDefinitionStore store)
    {
        _servers = servers;
        _pins = new DefinitionShelf(store, Kind);
    }

    /// <summary>The hash of what tools say of themselves.</summary>
    public static string HashOf(IEnumerable<AIFunction> tools) => Convert.ToHexStringLower(SHA256.HashData(Describe(tools)));

    /// <summary>The tools that an agent may call of a server, named <c>SERVER_TOOL</c>.</summary>
    /// <exception cref="IsaaException"><c>mcp_unavailable</c>, <c>mcp_changed</c>, <c>tool_unknown</c>.</exception>
    public async Task<IReadOnlyList<Tool>> ListAsync(string tenant, AgentMcpServer server, CancellationToken cancellationToken)
    {
        var all = await _servers.ListAsync(server, cancellationToken);
        var wanted = server.Tools is null ? all : [.. server.Tools.Select(name => all.FirstOrDefault(t => t.Name == name) ?? throw Unknown(server, name, all))];
        await CheckAsync(tenant, server, wanted, cancellationToken);
        return [.. wanted.Select(tool => new Tool
        {
            Function = new McpTool($"{server.Name}_{tool.Name}", tool),
            Risk = ToolRisk.Outward,
            Categories = ["mcp", server.Name],
            Timeout = server.Timeout,
        })];
    }

    private async Task CheckAsync(string tenant, AgentMcpServer server, IReadOnlyList<AIFunction> tools, CancellationToken cancellationToken)
    {
        var hash = HashOf(tools);
        if (server.Pin is { } pin)
        {
            _ = string.Equals(pin, hash, StringComparison.OrdinalIgnoreCase) ? pin : throw Changed(server, pin, hash, []);
            return;
        }

        // Which server it is counts too: another program or address under an old name is not the one that was kept.
        var key = new DefinitionKey(tenant, Kind, Place(server));
        var body = Describe(tools);
        var kept = await _pins.FindAsync(tenant, key.Name, version: null, cancellationToken)
            ?? await _pins.SaveAsync(new DefinitionDraft { Key = key, Body = body, Description = $"what the tools of server {server.Name} said at their first use" }, cancellationToken);
        if (!kept.Body.Span.SequenceEqual(body))
        {
            throw Changed(server, Convert.ToHexStringLower(SHA256.HashData(kept.Body.Span)), hash, Differences(kept.Body.Span, body));
        }
    }

    private static string Place(AgentMcpServer server)
    {
        var text = $"{server.Command}\n{string.Join('\n', server.Arguments)}\n{server.Url}\n{string.Join('\n', server.Tools ?? ["*"])}";
        return $"{server.Name}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8))}";
    }

    private static byte[] Describe(IEnumerable<AIFunction> tools)
    {
        var all = new JsonObject();
        foreach (var tool in tools.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            all[tool.Name] = new JsonObject { ["description"] = tool.Description, ["schema"] = JsonNode.Parse(tool.JsonSchema.GetRawText()) };
        }

        return Encoding.UTF8.GetBytes(all.ToJsonString());
    }

    private static List<string> Differences(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var (old, now) = (JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject());
        return [.. old.Select(p => p.Key).Union(now.Select(p => p.Key)).Where(name => old[name]?.ToJsonString() != now[name]?.ToJsonString())];
    }

    private static IsaaException Changed(AgentMcpServer server, string pinned, string hash, List<string> tools) => new(
        "mcp_changed",
        $"The tools of server '{server.Name}' are not those that were accepted{(tools.Count > 0 ? $": {string.Join(", ", tools.Take(10))} changed" : "")}. Their hash is {hash}, {pinned} was accepted. "
        + $"Look at what they say now; to accept it, put `pin: {hash}` into the server's part of the agent's definition.");

    private static IsaaException Unknown(AgentMcpServer server, string name, IReadOnlyList<AIFunction> all) =>
        new("tool_unknown", $"Server '{server.Name}' has no tool '{name}'.{NearestNames.Hint(name, all.Select(t => t.Name))}");
}
