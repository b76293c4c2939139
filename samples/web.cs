#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false

using System.Text.Json.Serialization;
using Isaa.Hosting;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Storage.Sqlite;

var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SampleJson.Default));

// The engine starts and stops with the application; at a stop running jobs may finish for ten seconds and are then given back.
builder.Services.AddIsaa(new IsaaOptions { HomeFolder = home, StopGrace = TimeSpan.FromSeconds(10) });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
builder.Services.AddJob<Publish, PublishHandler>("report.publish", SampleJson.Default.Publish);
builder.Services.AddJob<Chapter, ChapterHandler>("report.chapter", SampleJson.Default.Chapter);

var app = builder.Build();
app.MapPost("/reports", async (Publish report, JobQueue jobs) =>
{
    // Two chapters are written side by side; the report waits for both.
    var flow = jobs.CreateFlow();
    var publish = flow.Add(report);
    flow.AddChild(publish, new Chapter($"{report.Title}: past"));
    flow.AddChild(publish, new Chapter($"{report.Title}: future"));
    await jobs.EnqueueFlowAsync(flow);
    return TypedResults.Accepted($"/reports/{publish}", publish.ToString());
});
app.MapPost("/reports/{id}/approval", async (string id, Approval approval, JobQueue jobs) =>
    JobId.TryParse(id, out var job) ? $"{await jobs.SignalAsync(job, "approval", approval, SampleJson.Default.Approval)}" : "no such report");
await app.StartAsync();

using (var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) })
{
    var accepted = await client.PostAsJsonAsync("/reports", new Publish("Trees"), SampleJson.Default.Publish);
    Console.WriteLine($"{(int)accepted.StatusCode} {accepted.StatusCode}");
    await client.PostAsJsonAsync($"{accepted.Headers.Location}/approval", new Approval("Ada", true), SampleJson.Default.Approval);
    if (JobId.TryParse(await accepted.Content.ReadFromJsonAsync(SampleJson.Default.String), out var job))
    {
        var done = await app.Services.GetRequiredService<JobQueue>().WaitAsync(job);
        Console.WriteLine($"{done!.Job.State} {System.Text.Encoding.UTF8.GetString(done.Result!.Value.Span)}");
    }
}

await app.StopAsync();
await app.DisposeAsync();
Directory.Delete(home, recursive: true);

internal sealed record Publish(string Title);

internal sealed record Chapter(string Text);

internal sealed record Approval(string By, bool IsGiven);

internal sealed class ChapterHandler : IJobHandler<Chapter>
{
    public Task<JobOutcome> RunAsync(Chapter arguments, JobContext context, CancellationToken cancellationToken) =>
        Task.FromResult<JobOutcome>(new JobOutcome.Completed { Result = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(arguments.Text, SampleJson.Default.String) });
}

internal sealed class PublishHandler : IJobHandler<Publish>
{
    public async Task<JobOutcome> RunAsync(Publish arguments, JobContext context, CancellationToken cancellationToken)
    {
        var chapters = await context.ReadChildrenAsync(cancellationToken);

        // Waiting frees the worker: the handler is called again when the approval has come, or after a day.
        var approval = await context.WaitForSignalAsync(
            new SignalStep<Approval>
            {
                Key = new StepKey("", 0),
                Signal = "approval",
                BodyType = SampleJson.Default.Approval,
                Timeout = TimeSpan.FromDays(1),
            },
            cancellationToken);
        var text = $"{chapters.Count} chapters, {(approval.IsReceived ? $"approved by {approval.Body!.By}" : "approved by nobody")}";
        return new JobOutcome.Completed { Result = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(text, SampleJson.Default.String) };
    }
}

[JsonSerializable(typeof(Publish))]
[JsonSerializable(typeof(Chapter))]
[JsonSerializable(typeof(Approval))]
[JsonSerializable(typeof(string))]
internal sealed partial class SampleJson : JsonSerializerContext;

// prints:
// 202 Accepted
// Completed "2 chapters, approved by Ada"
