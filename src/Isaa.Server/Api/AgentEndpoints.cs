using System.Text;
using System.Text.Json;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;
using Isaa.Protocol;
using Isaa.Protocol.Agents;
using Isaa.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder app)
    {
        app.MapGet("/agents", ListAsync).WithSummary("All agents by name, the default one included");
        app.MapGet("/agents/{name}", GetAsync).WithSummary("An agent with its definition; NAME or NAME@VERSION");
        app.MapPost("/agents", AddAsync).WithSummary("Adds an agent from a definition in YAML or JSON, or a new version of it")
            .Accepts<string>("application/yaml", "application/json");
    }

    private static async Task<AgentPage> ListAsync(AgentRegistry agents, IToolCatalog tools, CancellationToken cancellationToken)
    {
        var all = await agents.ListAsync(cancellationToken: cancellationToken);
        if (all.All(a => a.Name != AgentRegistry.Self))
        {
            all = [.. all.Append(await agents.GetAsync(AgentRegistry.Self, cancellationToken: cancellationToken)).OrderBy(a => a.Name, StringComparer.Ordinal)];
        }

        return new AgentPage { Agents = [.. all.Select(a => View(a, tools))] };
    }

    private static async Task<AgentDetailView> GetAsync(AgentRegistry agents, IToolCatalog tools, string name, CancellationToken cancellationToken) =>
        Detail(await agents.GetAsync(name, cancellationToken: cancellationToken), tools);

    private static async Task<Created<AgentDetailView>> AddAsync(HttpRequest request, AgentRegistry agents, IToolCatalog tools, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var definition = AgentDefinitionFile.Read(await reader.ReadToEndAsync(cancellationToken), "the request's body");
        var version = await agents.RegisterAsync(definition, cancellationToken: cancellationToken);
        return TypedResults.Created($"/api/v1/agents/{version.Name}", Detail(version, tools));
    }

    private static AgentDetailView Detail(AgentVersion version, IToolCatalog tools) => new()
    {
        Agent = View(version, tools),
        Definition = JsonSerializer.Deserialize(AgentDefinitionJson.Write(version.Definition), ProtocolJson.Default.JsonElement),
    };

    private static AgentView View(AgentVersion version, IToolCatalog tools) => new()
    {
        Name = version.Name,
        Version = version.Version,
        Description = version.Definition.Description,
        Model = version.Definition.Model,
        Tools = [.. (version.Definition.Tools ?? [.. tools.List().Select(t => t.Function.Name)]).Concat(version.Definition.Delegates.Select(d => d.Name)).Concat(version.Definition.Functions)],
    };
}
