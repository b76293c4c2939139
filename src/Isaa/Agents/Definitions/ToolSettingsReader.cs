using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Schemas.Yaml;
using Isaa.Tools;

namespace Isaa.Agents.Definitions;

/// <summary>What a definition's file says about tools: those that are data, servers of tools, and approval.</summary>
internal static class ToolSettingsReader
{
    public static IReadOnlyList<AgentToolDefinition> Definitions(YamlMap map)
    {
        var tools = map.Maps("toolDefinitions").Select(Definition).ToList();
        map.RefuseTwins("toolDefinitions", tools.Select(tool => tool.Name));
        return tools;
    }

    public static IReadOnlyList<AgentMcpServer> Servers(YamlMap map)
    {
        var servers = map.Maps("mcp").Select(Server).ToList();
        map.RefuseTwins("mcp", servers.Select(server => server.Name));
        return servers;
    }

    public static AgentApproval Approval(YamlMap map)
    {
        var standard = new AgentApproval();
        var approval = new AgentApproval
        {
            Rules = [.. map.Maps("rules").Select(Rule)],
            Otherwise = map.Choice<ApprovalAction>("otherwise"),
            Expiry = map.OrNull("expiry", standard.Expiry, map.Span),
        };
        map.End();
        return approval;
    }

    private static AgentApprovalRule Rule(YamlMap map)
    {
        var rule = new AgentApprovalRule
        {
            Tool = map.Text("tool"),
            Risk = map.Choice<ToolRisk>("risk"),
            Action = map.Choice<ApprovalAction>("action") ?? ApprovalAction.Deny,
        };
        if (!map.Has("action"))
        {
            map.Problem("action", "is missing.");
        }

        if (rule is { Tool: null, Risk: null })
        {
            map.Problems.Add(map.Line, "a rule names a `tool`, a `risk`, or both; what holds for all other calls is said by `otherwise`.");
        }

        map.End();
        return rule;
    }

    private static AgentToolDefinition Definition(YamlMap map)
    {
        var tool = new AgentToolDefinition
        {
            Name = map.ToolName("name"),
            Description = map.Text("description"),
            Schema = map.Schema("schema"),
            Kind = map.Choice<ToolTarget>("kind") ?? ToolTarget.Tool,
            Target = map.Text("target"),
            Version = map.Whole("version", 1),
        };
        if (tool is { Kind: ToolTarget.Tool, Version: not null })
        {
            map.Problem("version", "is for functions and agents; a tool of the program has none.");
        }

        map.End();
        return tool;
    }

    private static AgentMcpServer Server(YamlMap map)
    {
        var server = new AgentMcpServer
        {
            Name = map.ToolName("name"),
            Command = map.Text("command"),
            Arguments = map.Texts("arguments"),
            Environment = map.TextMap("environment"),
            Url = Url(map),
            IsPrivate = map.Truth("private") ?? false,
            Headers = map.TextMap("headers"),
            Tools = map.Has("tools") ? map.DistinctTexts("tools") : null,
            Pin = map.Text("pin"),
            Timeout = map.OrNull("timeout", new AgentMcpServer { Name = "" }.Timeout, map.Span),
        };
        if (map.Has("command") == map.Has("url"))
        {
            map.Problems.Add(map.Line, "a server has either a `command` to start or a `url`.");
        }

        if (server is { Url: not null } and ({ Arguments.Count: > 0 } or { Environment.Count: > 0 }))
        {
            map.Problem("url", "goes without `arguments` and `environment`, which are for a program that is started.");
        }

        if (server is { Command: not null, Headers.Count: > 0 })
        {
            map.Problem("headers", "are for a server with a `url`.");
        }

        if (server is { Command: not null, IsPrivate: true })
        {
            map.Problem("private", "is for a server with a `url`.");
        }

        map.End();
        return server;
    }

    private static string? Url(YamlMap map)
    {
        var text = map.Text("url");
        if (text is not null && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0))
        {
            map.Wrong("url", "an address such as https://tools.example.org/mcp, without user name");
        }

        return text;
    }
}
