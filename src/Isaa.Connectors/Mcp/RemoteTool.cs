using System.Text.Json;
using Isaa.Diagnostics;
using Microsoft.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Isaa.Connectors.Mcp;

/// <summary>A server's tool. Its call finds the connection there is at that time.</summary>
/// <param name="server">The server's name.</param>
/// <param name="described">The tool as the server described it to whoever looks at it.</param>
/// <param name="enter">Begins to use an open connection.</param>
internal sealed class RemoteTool(string server, AIFunction described, Func<CancellationToken, Task<McpConnection>> enter) : AIFunction
{
    public override string Name => described.Name;

    public override string Description => described.Description;

    public override JsonElement JsonSchema => described.JsonSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var connection = await enter(cancellationToken);
        CallToolResult result;
        try
        {
            result = await Find(connection).CallAsync(arguments.ToDictionary(a => a.Key, a => a.Value), cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is McpException or HttpRequestException or IOException)
        {
            throw new IsaaException("mcp_failed", $"The server did not answer the call of {Name}: {McpFailure.Say(e)}", e);
        }
        finally
        {
            connection.Leave();
        }

        var text = TextOf(result);
        return result.IsError is true ? throw new IsaaException("tool_failed", text.Length > 0 ? text : $"{Name} failed and said nothing more.") : text;
    }

    // The connection may be another one than that by which the tool was described.
    private McpClientTool Find(McpConnection connection)
    {
        var tool = connection.Tools.FirstOrDefault(t => t.Name == Name) ?? throw new IsaaException("tool_unknown", $"Server '{server}' has no tool '{Name}' any more.");
        return tool.Description == Description && JsonElement.DeepEquals(tool.JsonSchema, JsonSchema)
            ? tool
            : throw new IsaaException("mcp_changed", $"Server '{server}' says something else of its tool '{Name}' now than when this run began, so it was not called.");
    }

    private static string TextOf(CallToolResult result)
    {
        var parts = result.Content.Select(c => c switch
        {
            TextContentBlock text => text.Text,
            EmbeddedResourceBlock { Resource: TextResourceContents resource } => resource.Text,
            ResourceLinkBlock link => $"[resource {link.Uri}]",
            _ => $"[{c.Type} content, which cannot be shown as text]",
        });
        var all = string.Join('\n', parts);
        return all.Length == 0 && result.StructuredContent is { } structured ? structured.GetRawText() : all;
    }
}
