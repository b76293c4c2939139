#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false

// Whole workflows of chains: routing by value, progress, recovery, and calling a chain.
using Isaa.Agents;
using Isaa.Chains;
using Isaa.Hosting;
using Isaa.Protocol.Events;
using Isaa.Storage.Sqlite;
using static Isaa.Chains.ChainSyntax;

var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;
var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = home });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
await using (var app = await builder.StartAsync())
{
    Task<FlowAgent> AgentAsync(string name, string model) => app.Agents.RegisterAsync(
        FlowAgents.CreateBuilder(name).WithModel($"scripted/samples/chains/{model}.yaml").WithTools());

    var extractor = await AgentAsync("data_extractor", "extractor");
    var analyzer = await AgentAsync("analyzer", "analyzer");
    var reporter = await AgentAsync("reporter", "reporter");
    var summarizer = await AgentAsync("summarizer", "summarizer");
    var risky = await AgentAsync("risky_processor", "risky");

    // Multi-stage document processing. A score is a number, so 'high' is a range.
    var workflow =
        extractor >>
        CF<DocumentMetadata>() >>
        (IS.AtLeast("complexity_score", 7) >>
         (analyzer + summarizer) >>              // Parallel processing for complex docs
         reporter) %
        (summarizer >> reporter) >>              // Simple path for easy docs
        CF<ProcessingResult>();
    Console.WriteLine($"Complex Document Result: {await workflow.RunAsync("Title: Advanced AI Architecture Proposal")}");
    Console.WriteLine($"Simple Document Result: {await workflow.RunAsync("Title: Meeting Notes")}");

    // Customer service: three ways by priority, and a text when anything fails
    var service =
        extractor >>
        CF<CustomerInquiry>() >>
        (IS("priority", "high") >> reporter) %   // High priority to specialist
        (IS("priority", "medium") >> analyzer) % // Medium to support
        analyzer >>                              // Low to standard support
        CF<ServiceResponse>() |
        "I apologize, but I'm unable to process your request right now. Please contact our support team directly.";
    Console.WriteLine($"High Priority Response: {(await service.RunAsync("CUST001, Priority: HIGH")).Read<ServiceResponse>().ResponseText}");
    Console.WriteLine($"Low Priority Response: {(await service.RunAsync("CUST002, Priority: LOW")).Read<ServiceResponse>().ResponseText}");
    Console.WriteLine($"No inquiry: {await service.RunAsync("Hello?")}");

    // Progress tracking: a listener, or a stream
    var tracker = new ChainProgressTracker();
    await (extractor >> analyzer).RunAsync("Process this data with tracking", new ChainRunOptions { OnEvent = tracker.EmitEventAsync });
    Console.WriteLine($"Progress Events: {string.Join(", ", tracker.Events.Select(e => e.Node).Distinct())}");
    await foreach (var one in (summarizer | "text").StreamAsync("data"))
    {
        if (one.Type == ChainEvents.ChainEnd)
        {
            Console.WriteLine($"Streamed: {one.Value}");
        }
    }

    // Error recovery in layers: primary, backup and primary, a text
    var robust = risky | (risky >> analyzer) | "Unable to process request";
    Console.WriteLine($"Robust: {await robust.RunAsync("x")}");

    // Performance: parallel analysis, then one agent that combines
    var optimized = extractor >> CF<DocumentMetadata>() - "title" >> (analyzer + reporter) >> summarizer;
    Console.WriteLine($"Optimized: {await optimized.RunAsync("Title: Meeting Notes")}");

    // Calling a chain: at once and blocking, or awaited
    var call = summarizer >> (text => text.ToUpperInvariant());
    Console.WriteLine(call.Run("at once"));
    Console.WriteLine(await call.RunAsync("awaited"));
}

Directory.Delete(home, recursive: true);

internal sealed record DocumentMetadata(string Title, string Author, string DocumentType, int ComplexityScore);

internal sealed record ProcessingResult(string Summary, List<string> KeyPoints, List<string> ActionItems);

internal sealed record CustomerInquiry(string CustomerId, string InquiryType, string Priority, string IssueDescription);

internal sealed record ServiceResponse(string ResponseText, bool EscalationNeeded, bool FollowUpRequired, string EstimatedResolutionTime);

internal sealed class ChainProgressTracker
{
    public List<ChainEvent> Events { get; } = [];

    public ValueTask EmitEventAsync(ChainEvent one)
    {
        // Between these come the agents' own events: their turns, texts and tools.
        if (one.Agent is null)
        {
            Events.Add(one);
            Console.WriteLine($"[{one.Type}] {one.Node}: {one.Status}");
        }

        return ValueTask.CompletedTask;
    }
}

// prints:
// Complex Document Result: {"summary":"A distributed architecture","keyPoints":["distribution"],"actionItems":["Review the budget"]}
// Simple Document Result: {"summary":"A short meeting","keyPoints":["goals"],"actionItems":["Write down the deadlines"]}
// High Priority Response: A specialist is on it.
// Low Priority Response: Open Settings and choose Email.
// No inquiry: I apologize, but I'm unable to process your request right now. Please contact our support team directly.
// [chain_start] chain: running
// [task_start] data_extractor: running
// [task_complete] data_extractor: completed
// [task_start] analyzer: running
// [task_complete] analyzer: completed
// [chain_end] chain: completed
// Progress Events: chain, data_extractor, analyzer
// Streamed: summary(data)
// Robust: Unable to process request
// Optimized: summary(analysis(Meeting Notes) | report(Meeting Notes))
// SUMMARY(AT ONCE)
// SUMMARY(AWAITED)
