#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false
#:property CustomAfterMicrosoftCommonTargets=$(MSBuildProjectDirectory)/../src/Isaa.Sandbox/UseSandbox.targets

// Agents and functions as data: an agent with schemas and capabilities that calls a stored function, its versions, and what runs of it used.
using System.Text.Json;
using Isaa.Agents;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;
using Isaa.Agents.Usage;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Hosting;
using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;
var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = home });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
await using (var app = await builder.StartAsync())
{
    // Function management: stored with its schemas, accepted by a person, then called.
    var function = await app.Functions.SaveAsync(new FunctionDefinition
    {
        Name = "search_docs",
        Description = "Search documentation",
        Language = FunctionLanguage.Python,
        IsAsync = true,
        Code = """
            async def search_docs(query: str) -> list:
                return [title for title in ["Chains", "Jobs", "Memory"] if any(word in title.lower() for word in query.lower().split())]
            """,
        InputSchema = JsonElement.Parse("""{"type":"object","properties":{"query":{"type":"string"}},"required":["query"]}"""),
        OutputSchema = JsonElement.Parse("""{"type":"array","items":{"type":"string"}}"""),
    });
    await app.Functions.DecideAsync(function, new DefinitionDecision { IsAccepted = true, By = "eva" });
    var found = await app.FunctionCalls.RunAsync(new FunctionRequest { Function = "search_docs", Input = JsonElement.Parse("""{"query":"memory"}""") });
    Console.WriteLine($"search_docs: {found.Output}");

    // Creating an agent from data. It stands in a file as well as here.
    var definition = AgentDefinitionFile.Read("""
        name: SearchAgent
        description: Handles search queries
        systemPrompt: You are a search assistant...
        model: scripted/samples/agents/search.yaml
        tools: []
        functions: [search_docs]
        capabilities: [search, filter]
        maxChainDepth: 3
        chainStrategy: sequential
        sampling: { temperature: 0.7, topP: 1.0, presencePenalty: 0.0, frequencyPenalty: 0.0 }
        inputSchema: { type: object, properties: { query: { type: string } }, required: [query] }
        outputSchema:
          type: object
          properties: { results: { type: array, items: { type: string } }, count: { type: integer }, complete: { type: boolean, default: true } }
          required: [results, count]
        """);
    var registry = app.Services.GetRequiredService<AgentRegistry>();
    var version = await registry.RegisterAsync(definition);
    Console.WriteLine($"{version.Name} is at version {version.Version}");

    // Processing a message: input and answer are checked against the schemas, and defaults are filled in.
    var agent = await app.Agents.GetAsync("SearchAgent");
    var result = await agent.RunAsync("""{"query":"chains and jobs"}""", new AgentRunOptions { Session = "123" });
    Console.WriteLine($"{result.Status}: {result.Json}");
    try
    {
        await agent.RunAsync("Search for...");
    }
    catch (IsaaException e)
    {
        Console.WriteLine(e.Code);
    }

    // A change is a new version; the old one can be made the newest again.
    await registry.RegisterAsync(definition with { Sampling = definition.Sampling with { Temperature = 0.2 } });
    Console.WriteLine((await registry.DiffAsync("SearchAgent")).Split('\n').Single(line => line.StartsWith("+  temperature", StringComparison.Ordinal)));
    Console.WriteLine($"back as version {(await registry.RollbackAsync("SearchAgent", 1)).Version}");

    // What it used is counted, and stays counted when the agent is deleted with its versions and sessions.
    var deleted = await registry.DeleteAsync("SearchAgent");
    var used = await app.Services.GetRequiredService<IUsageStore>().SumAsync(new UsageQuery { Tenant = "default", Agent = "SearchAgent" }, UsageGrouping.None, default);
    Console.WriteLine($"deleted {deleted.Versions} versions and {deleted.Sessions.Count} session; {used[0].Calls} model calls stay counted");
}

Directory.Delete(home, recursive: true);

// prints:
// search_docs: ["Memory"]
// SearchAgent is at version 1
// Completed: {"results":["Chains","Jobs"],"count":2,"complete":true}
// input_invalid
// +  temperature: 0.2
// back as version 3
// deleted 3 versions and 1 session; 2 model calls stay counted
