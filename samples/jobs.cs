#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false

using System.Text.Json.Serialization;
using Isaa.Hosting;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Storage.Sqlite;

var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;

var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = home });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
builder.Services.AddJob<SendInvoice, SendInvoiceHandler>("invoice.send", SampleJson.Default.SendInvoice);
await using (var app = await builder.StartAsync())
{
    // When this returns, the job is on disk.
    var job = await app.Jobs.EnqueueAsync(new SendInvoice("Acme", 2));
    var done = await app.Jobs.WaitAsync(job);
    Console.WriteLine($"{done!.Job.State} after {done.Job.Started} attempt");
}

Directory.Delete(home, recursive: true);

internal sealed record SendInvoice(string Customer, int Items);

internal sealed class SendInvoiceHandler : IJobHandler<SendInvoice>
{
    public async Task<JobOutcome> RunAsync(SendInvoice arguments, JobContext context, CancellationToken cancellationToken)
    {
        // Reading does no harm twice: killed before its result is kept, this step runs again.
        var total = await context.RunStepAsync(
            new Step<int>
            {
                Key = new StepKey("", 0),
                Name = "add up",
                Input = arguments.Customer,
                Kind = StepKind.Repeatable,
                ResultType = SampleJson.Default.Int32,
            },
            (_, _) => Task.FromResult(arguments.Items * 21),
            cancellationToken);

        // A mail must not go out twice: killed in between, the outcome is unknown and is reported instead.
        var sent = await context.RunStepAsync(
            new Step<string>
            {
                Key = new StepKey("", 1),
                Name = "send mail",
                Input = arguments.Customer,
                Kind = StepKind.OnceOnly,
                ResultType = SampleJson.Default.String,
            },
            (scope, _) =>
            {
                Console.WriteLine($"To {arguments.Customer}: {total.Value} euros, please");
                return Task.FromResult(scope.IdempotencyKey);
            },
            cancellationToken);

        return sent.Status == StepStatus.Unknown
            ? new JobOutcome.Failed { Error = new JobError { Code = "mail_unknown", Message = "Nobody knows whether the mail went out." } }
            : new JobOutcome.Completed();
    }
}

[JsonSerializable(typeof(SendInvoice))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class SampleJson : JsonSerializerContext;

// prints:
// To Acme: 42 euros, please
// Completed after 1 attempt
