#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false

using Isaa.Agents;
using Isaa.Hosting;
using Isaa.Jobs.Steps;
using Isaa.Storage.Sqlite;
using Isaa.Tools;

// A folder of its own, so that the sample leaves nothing behind. In an application this is where its data is.
var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;

var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = home });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
await using (var app = await builder.StartAsync())
{
    var thermometers = new Dictionary<string, int> { ["Oslo"] = 3, ["Rome"] = 19 };
    var agent = await app.Agents.RegisterAsync(FlowAgents.CreateBuilder("weather")
        .WithSystemMessage("You answer questions about the weather with the thermometer.")
        .WithModel("scripted/samples/agent.yaml") // a real one is called the same way: openai/gpt-4o-mini, ollama/llama3.2
        .WithLimits(new AgentLimits { Turns = 5 })
        .AddTool((string city) => thermometers[city], "thermometer", "Reads the thermometer of a city, in degrees Celsius.", StepKind.Repeatable, ToolRisk.Read));

    // The run is a job: were this process killed now, the next one would go on where it stopped.
    var result = await agent.RunAsync("Is it warmer in Oslo or in Rome?");
    Console.WriteLine($"{result.Status}: {result.Text}");
    Console.WriteLine($"{result.Turns} turns, {result.ToolCalls} tool calls");
}

Directory.Delete(home, recursive: true);

// prints:
// Completed: Oslo has 3 degrees, Rome 19.
// 2 turns, 2 tool calls
