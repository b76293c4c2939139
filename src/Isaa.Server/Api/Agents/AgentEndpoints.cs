using System.Text;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;
using Isaa.Diagnostics;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Definitions;
using Isaa.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Agents;

internal static class AgentEndpoints
{
    private const string Source = "the request's body";

    public static IEndpointRouteBuilder MapAgents(this IEndpointRouteBuilder app)
    {
        app.MapGet("/agents", ListAsync).WithSummary("All agents by name, the default one included");
        app.MapPost("/agents", AddAsync).WithSummary("Adds an agent from a definition in YAML or JSON, or a new version of it")
            .Accepts<string>("application/yaml", "application/json");
        app.MapPost("/agents/import", ImportAsync).WithSummary("Saves the agents of a file, one or a whole network; all of them or, when anything is wrong, none")
            .Accepts<string>("application/yaml", "application/json");
        app.MapPost("/agents/validate", ValidateAsync).WithSummary("What is wrong with the agents of a file; saves nothing")
            .Accepts<string>("application/yaml", "application/json");
        app.MapGet("/agents/{name}", GetAsync).WithSummary("An agent with its definition; NAME or NAME@VERSION");
        app.MapDelete("/agents/{name}", DeleteAsync).WithSummary("Deletes an agent with its versions and sessions; refused while one of its runs goes on or waits");
        app.MapGet("/agents/{name}/versions", ListVersionsAsync).WithSummary("All versions of an agent, newest first");
        app.MapGet("/agents/{name}/diff", DiffAsync).WithSummary("What changed between two versions; without any, what the newest changed");
        app.MapGet("/agents/{name}/file", ExportAsync).WithSummary("An agent as a file, with 'network' also all agents and saved personas it works with");
        app.MapPost("/agents/{name}/rollback", RollbackAsync).WithSummary("Makes an earlier version the newest again, as a new version");
        return app;
    }

    private static async Task<AgentPage> ListAsync(AgentRegistry agents, IToolCatalog tools, CancellationToken cancellationToken)
    {
        var all = await agents.ListAsync(cancellationToken: cancellationToken);
        if (all.All(a => a.Name != AgentRegistry.Self))
        {
            all = [.. all.Append(await agents.GetAsync(AgentRegistry.Self, cancellationToken: cancellationToken)).OrderBy(a => a.Name, StringComparer.Ordinal)];
        }

        return AgentViews.Page(all, tools);
    }

    private static async Task<AgentDetailView> GetAsync(AgentRegistry agents, IToolCatalog tools, string name, CancellationToken cancellationToken) =>
        AgentViews.Detail(await agents.GetAsync(name, cancellationToken: cancellationToken), tools);

    private static async Task<Created<AgentDetailView>> AddAsync(HttpRequest request, AgentRegistry agents, IToolCatalog tools, CancellationToken cancellationToken)
    {
        var definition = AgentDefinitionFile.Read(await ReadAsync(request, cancellationToken), Source);
        var version = await agents.RegisterAsync(definition, cancellationToken: cancellationToken);
        return TypedResults.Created($"/api/v1/agents/{version.Name}", AgentViews.Detail(version, tools));
    }

    private static async Task<AgentPage> ImportAsync(HttpRequest request, AgentExchange exchange, IToolCatalog tools, CancellationToken cancellationToken)
    {
        var network = AgentNetworkFile.Read(await ReadAsync(request, cancellationToken), Source);
        return AgentViews.Page(await exchange.ImportAsync(network, cancellationToken: cancellationToken), tools);
    }

    private static async Task<AgentFindings> ValidateAsync(HttpRequest request, AgentExchange exchange, CancellationToken cancellationToken)
    {
        AgentNetwork network;
        try
        {
            network = AgentNetworkFile.Read(await ReadAsync(request, cancellationToken), "file");
        }
        catch (IsaaException e) when (e.Code == AgentDefinitionFile.InvalidCode)
        {
            return new AgentFindings { Findings = [.. e.Message.Split('\n').Select(line => new AgentFindingView { Agent = "", Code = e.Code, Message = line, IsError = true })] };
        }

        return AgentViews.View(await exchange.InspectAsync(network, cancellationToken: cancellationToken));
    }

    private static async Task<DeletedAgent> DeleteAsync(AgentRegistry agents, string name, CancellationToken cancellationToken)
    {
        var deleted = await agents.DeleteAsync(name, cancellationToken: cancellationToken);
        return new DeletedAgent { Versions = deleted.Versions, Sessions = deleted.Sessions };
    }

    private static async Task<AgentPage> ListVersionsAsync(AgentRegistry agents, IToolCatalog tools, string name, CancellationToken cancellationToken) =>
        AgentViews.Page(await agents.ListVersionsAsync(name, cancellationToken: cancellationToken), tools);

    private static async Task<AgentDiff> DiffAsync(AgentRegistry agents, string name, int? from, int? to, CancellationToken cancellationToken) =>
        new() { Diff = await agents.DiffAsync(name, from, to, cancellationToken: cancellationToken) };

    private static async Task<AgentFile> ExportAsync(AgentRegistry agents, AgentExchange exchange, string name, bool? network, CancellationToken cancellationToken) => new()
    {
        File = network is true
            ? AgentNetworkFile.WriteYaml(await exchange.CollectAsync(name, cancellationToken: cancellationToken))
            : AgentDefinitionFile.WriteYaml((await agents.GetAsync(name, cancellationToken: cancellationToken)).Definition),
    };

    private static async Task<AgentDetailView> RollbackAsync(AgentRegistry agents, IToolCatalog tools, string name, RollbackAgent request, CancellationToken cancellationToken) =>
        AgentViews.Detail(await agents.RollbackAsync(name, request.Version, cancellationToken: cancellationToken), tools);

    private static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
