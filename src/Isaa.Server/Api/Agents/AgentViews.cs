using System.Text.Json;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;
using Isaa.Protocol;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Definitions;
using Isaa.Tools;

namespace Isaa.Server.Api.Agents;

/// <summary>Agents as the API shows them.</summary>
internal static class AgentViews
{
    public static AgentPage Page(IReadOnlyList<AgentVersion> agents, IToolCatalog tools) => new() { Agents = [.. agents.Select(a => View(a, tools))] };

    public static AgentDetailView Detail(AgentVersion version, IToolCatalog tools) => new()
    {
        Agent = View(version, tools),
        Definition = JsonSerializer.Deserialize(AgentDefinitionJson.Write(version.Definition), ProtocolJson.Default.JsonElement),
    };

    public static AgentFindings View(IReadOnlyList<AgentFinding> findings) => new()
    {
        Findings = [.. findings.Select(f => new AgentFindingView { Agent = f.Agent, Code = f.Code, Message = f.Message, IsError = f.IsError })],
    };

    private static AgentView View(AgentVersion version, IToolCatalog tools) => new()
    {
        Name = version.Name,
        Version = version.Version,
        Hash = version.Hash,
        CreatedAt = version.CreatedAt,
        Description = version.Definition.Description,
        Model = version.Definition.Model ?? version.Definition.Models.Complex,
        Tools = [.. (version.Definition.Tools ?? [.. tools.List().Select(t => t.Function.Name)])
            .Concat(version.Definition.ToolDefinitions.Select(t => t.Name))
            .Concat(version.Definition.Delegates.Select(d => d.Name))
            .Concat(version.Definition.Functions)],
    };
}
