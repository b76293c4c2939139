#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false

// From the first agent to one that writes a script, runs it and reads what came of it. The agents' models are playbooks; real ones are named the same way.
using System.ComponentModel;
using Isaa.Agents;
using Isaa.Agents.Control;
using Isaa.Hosting;
using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;
var folder = Directory.CreateTempSubdirectory("isaa-sample-").FullName;
var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = home });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
await using (var app = await builder.StartAsync())
{
    Console.WriteLine("Isaa is ready.");

    // Registering an agent, and getting it: the definition is on disk, and who asks for it gets the same instance.
    await app.Agents.RegisterAsync(FlowAgents.CreateBuilder("my_query_agent")
        .WithSystemMessage("You answer questions.")
        .WithModels(fast: "scripted/samples/agents/color.yaml", complex: "scripted/samples/agents/color.yaml"));
    var agent = await app.Agents.GetAsync("my_query_agent");
    Console.WriteLine((await agent.RunAsync("What is the capital of France?")).Text);

    // A session is a conversation: later runs know what was said, also those of another process.
    var session = new AgentRunOptions { Session = "user123_chat" };
    await agent.RunAsync("My favorite color is blue.", session);
    Console.WriteLine($"Agent remembers: {(await agent.RunAsync("What is my favorite color?", session)).Text}");
    Console.WriteLine($"Elsewhere: {(await agent.RunAsync("What is my favorite color?")).Text}");

    // Structured output: asked for by the type, checked, and sent back with the errors when it does not fit.
    var formatter = await app.Agents.RegisterAsync(FlowAgents.CreateBuilder("formatter").WithModel("scripted/samples/agents/profile.yaml").WithTools());
    var profile = await formatter.FormatAsync<UserProfile>("The user is Alice Smith. She is 30 years old and enjoys hiking and photography.");
    Console.WriteLine($"Parsed User: {profile.Name}, {profile.Age}, Interests: {string.Join(", ", profile.Interests)}");

    // Code and files: the agent has the tools for scripts; they run in the sandbox.
    var coder = await app.Agents.RegisterAsync(FlowAgents.CreateBuilder("PyCoder")
        .WithSystemMessage("You are a Python coding assistant. You write and execute Python code to solve problems.")
        .WithModel("scripted/samples/agents/hello.yaml"));
    var coded = await coder.RunAsync(
        "First, create a Python script named 'hello.py' that prints 'Hello from ISAA!'. Then, execute that script and show me the output.",
        new AgentRunOptions { Folder = folder });
    Console.WriteLine(coded.Text);

    // A tool of one's own.
    var counter = await app.Agents.RegisterAsync(FlowAgents.CreateBuilder("db_agent")
        .WithModel("scripted/samples/agents/count.yaml")
        .AddTool(() => Task.FromResult(1337), "getUserCount", "Fetches the total number of users from the main database."));
    Console.WriteLine((await counter.RunAsync("How many users are in the system?")).Text);

    // The whole way: write a script, run it, read what it wrote. Each step is on disk before the next begins.
    var data = await app.Agents.RegisterAsync(FlowAgents.CreateBuilder("DataProcessor")
        .WithSystemMessage("You are a data processing specialist. You write Python scripts to manipulate data, save it to files, and read it back.")
        .WithModels(fast: "scripted/samples/agents/process.yaml", complex: "scripted/samples/agents/process.yaml"));
    var run = await data.StartAsync(
        """
        I need you to perform a data processing task. Here are the steps:
        1. Create a Python script called 'process.py'.
        2. The script should create a list of numbers from 1 to 10 and calculate their sum.
        3. It must then write the result to a file named 'result.txt' in the format: 'The sum is: [sum]'.
        4. After creating the script, execute it.
        5. Finally, read the content of 'result.txt' and tell me what it says.
        """,
        new AgentRunOptions { Session = "data_processing_task_01", Folder = folder });
    var job = await app.Jobs.WaitAsync(run);
    Console.WriteLine(AgentRunner.FindResult(job!)!.Text);
    Console.WriteLine($"On disk: {File.ReadAllText(Path.Combine(folder, "result.txt"))}");

    // The run's status: as data, and with ToText() for people.
    var status = await app.Services.GetRequiredService<AgentRuns>().GetStatusAsync(run);
    Console.WriteLine($"{status.State} after {status.Turns} turns, tools: {string.Join(", ", status.Tools.Select(t => t.Name).Order())}");
    Console.WriteLine(status.ToText().Contains("completed", StringComparison.Ordinal) ? "readable too" : status.ToText());
}

// Leaving the block closes everything; what is saved stays, and a second close does nothing.
Directory.Delete(home, recursive: true);
Directory.Delete(folder, recursive: true);

internal sealed record UserProfile(
    [property: Description("The user's full name.")] string Name,
    [property: Description("The user's age.")] int Age,
    [property: Description("A list of the user's interests.")] IReadOnlyList<string> Interests);

// prints:
// Isaa is ready.
// Paris.
// Agent remembers: Your favorite color is blue.
// Elsewhere: You have not told me.
// Parsed User: Alice Smith, 30, Interests: hiking, photography
// The script ran and printed: Hello from ISAA!
// There are 1337 users in the system.
// result.txt says: The sum is: 55
// On disk: The sum is: 55
// completed after 4 turns, tools: createScript, read_file, runScript
// readable too
