#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false

// Chains, from the first operator to error handling. The agents' models are playbooks; real ones are named the same way: openai/gpt-4o-mini.
using Isaa.Agents;
using Isaa.Chains;
using Isaa.Chains.Values;
using Isaa.Hosting;
using Isaa.Storage.Sqlite;
using static Isaa.Chains.ChainSyntax;

var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;
var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = home });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
await using (var app = await builder.StartAsync())
{
    Task<FlowAgent> AgentAsync(string name, string model, string systemMessage) => app.Agents.RegisterAsync(FlowAgents.CreateBuilder(name)
        .WithSystemMessage(systemMessage).WithModel($"scripted/samples/chains/{model}.yaml").WithTools());

    // Setting up agents for chaining
    var extractor = await AgentAsync("data_extractor", "extractor", "You extract structured information from text. Always provide complete, accurate data.");
    var analyzer = await AgentAsync("analyzer", "analyzer", "You analyze data and provide insights and recommendations.");
    var reporter = await AgentAsync("reporter", "reporter", "You create detailed reports from analysis data.");
    var summarizer = await AgentAsync("summarizer", "summarizer", "You create concise summaries.");
    var approver = await AgentAsync("approver", "approver", "You approve or reject based on criteria. Return 'approved' or 'rejected'.");
    var risky = await AgentAsync("risky_processor", "risky", "You process data but sometimes fail.");
    await AgentAsync("formatter", "formatter", "You turn text into data."); // formats where no agent stands right before a CF

    // Simple sequential chain
    var chain = extractor >> analyzer >> reporter;
    Print("Final Report", await chain.RunAsync("John Smith is 25."));

    // Data formatting with CF
    chain = extractor >> CF<PersonData>() >> analyzer >> CF<Analysis>();
    var result = await chain.RunAsync("Sarah Johnson, 28, lives in Seattle. Enjoys rock climbing, programming, and yoga.");
    Print("Structured Result", result);
    Print("Risk", ChainValue.From(result.Read<Analysis>().RiskScore));

    // Data extraction with key selection: one field, several, all
    const string Mike = "Mike loves surfing and coding. He's 30 years old.";
    Print("Interests only", await (extractor >> CF<PersonData>() - "interests" >> analyzer).RunAsync(Mike));
    Print("Name and age", await (extractor >> CF<PersonData>() - ("name", "age") >> analyzer).RunAsync(Mike));
    Print("All data", await (extractor >> CF<PersonData>() - "*" >> analyzer).RunAsync(Mike));

    // Parallel processing: all at once, or after one another
    var parallel = analyzer + reporter + summarizer;
    var results = await parallel.RunAsync("Complex project data");
    Print("Parallel Results", results);
    Print("The reporter's", results["reporter"]);
    Print("Complex Chain Result", await (extractor >> (analyzer + reporter)).RunAsync("Complex project data"));

    // Auto-parallel: each task of the list at the same time
    chain = extractor >> CF<TaskList>() - "tasks[n]" >> analyzer;
    Print("Auto-parallel Results", await chain.RunAsync("I have these tasks to analyze: ..."));

    // Conditional chain: the approver is asked for an object with a status
    chain = extractor >> approver >>
        IS("status", "approved") >> reporter %  // If approved, generate report
        analyzer;                               // If not approved, send to analyzer for revision
    Print("Approved path", await chain.RunAsync("This is a well-structured, reasonable business proposal."));
    Print("Rejected path", await chain.RunAsync("This request lacks proper documentation and justification."));

    // 'Over 18' is a comparison; IS(key, value) is equality.
    var adultCheck = CF<PersonData>() >> IS.GreaterThan("age", 18) >> Function((PersonData p) => $"{p.Name} is an adult") % Function((PersonData p) => $"{p.Name} is a minor");
    Print("Adult check", await (extractor >> adultCheck).RunAsync(Mike));

    // Error handling: a failed run is an error here, and the fallback gets the original input
    Print("Chain completed", await (risky | analyzer).RunAsync("Process this"));
    try
    {
        await (risky | risky).RunAsync("Process this");
    }
    catch (ChainException e)
    {
        Console.WriteLine($"Chain failed despite fallback: {e.Code} at {e.NodePath}");
    }

    // Formatting after a group, by the formatter
    var complex = extractor >> CF<PersonData>() - "interests[n]" >> (analyzer + reporter) >> CF<Analysis>() | "Fallback response";
    Print("Whole", await complex.RunAsync(Mike));

    // Visualize chain structure
    complex.PrintGraph();

    // Agent specialization: each agent does one thing, and a chain puts them together
    var jsonExtractor = await AgentAsync("json_extractor", "extractor", "You extract data and return it in valid JSON format. Always use proper JSON syntax.");
    var validator = await AgentAsync("validator", "approver", "You validate data for completeness and accuracy. Return 'valid' or 'invalid' with reasons.");
    var specialized = jsonExtractor >> CF<PersonData>() >> validator >> analyzer;
    Print("Specialized", await specialized.RunAsync(Mike));
}

Directory.Delete(home, recursive: true);

static void Print(string title, ChainValue value) => Console.WriteLine($"{title}: {value}");

internal sealed record PersonData(string Name, int Age, List<string> Interests, string Location = "Unknown");

internal sealed record Analysis(string ProfileSummary, List<string> Recommendations, int RiskScore);

internal sealed record TaskList(List<string> Tasks, string Priority);

// prints:
// Final Report: report(analysis(facts(John Smith is 25.)))
// Structured Result: {"profileSummary":"An active programmer","recommendations":["Join a climbing club"],"riskScore":3}
// Risk: 3
// Interests only: analysis(["surfing","coding"])
// Name and age: analysis({"name":"Mike","age":30})
// All data: analysis({"name":"Mike","age":30,"interests":["surfing","coding"],"location":"Unknown"})
// Parallel Results: analysis(Complex project data) | report(Complex project data) | summary(Complex project data)
// The reporter's: report(Complex project data)
// Complex Chain Result: analysis(facts(Complex project data)) | report(facts(Complex project data))
// Auto-parallel Results: ["analysis(Review quarterly reports)","analysis(Plan next sprint)","analysis(Update documentation)","analysis(Conduct team interviews)"]
// Approved path: report({"status":"Approved"})
// Rejected path: analysis({"status":"rejected"})
// Adult check: Mike is an adult
// Chain completed: analysis(Process this)
// Chain failed despite fallback: model_rejected at 1/try2
// Whole: {"profileSummary":"Two views of one hobby","recommendations":[],"riskScore":1}
// first that does not fail
// ├─ try: in turn
// │  ├─ data_extractor
// │  ├─ CF(PersonData) - "interests[n]"
// │  ├─ for each
// │  │  └─ at once
// │  │     ├─ analyzer
// │  │     └─ reporter
// │  └─ CF(Analysis)
// └─ or: "Fallback response"
// Specialized: analysis(rejected)
