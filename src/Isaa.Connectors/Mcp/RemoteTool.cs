using System.Text.Json;
using Isaa.Diagnostics;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace Isaa.Connectors.Mcp;

/// <summary>A server's tool. Its call finds the connection there is at that time.</summary>
/// <param name="described">The tool as the server described it.</param>
/// <param name="find">Finds it over an open connection.</param>
internal sealed class RemoteTool(AIFunction described, Func<CancellationToken, Task<AIFunction>> find) : AIFunction
{
    public override string Name => described.Name;

    public override string Description => described.Description;

    public override JsonElement JsonSchema => described.JsonSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var tool = await find(cancellationToken);
        var named = arguments.ToDictionary(a => a.Key, a => a.Value);
        CallToolResult result;
        try
        {
            result = await ((ModelContextProtocol.Client.McpClientTool)tool).CallAsync(named, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is ModelContextProtocol.McpException or HttpRequestException or IOException)
        {
            throw new IsaaException("mcp_failed", $"The server did not answer the call of {Name}: {e.Message}", e);
        }

        var text = TextOf(result);
        return result.IsError is true ? throw new IsaaException("tool_failed", text.Length > 0 ? text : $"{Name} failed and said nothing more.") : text;
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
