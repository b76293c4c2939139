using System.Diagnostics;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Signals;
using Isaa.Protocol;
using Isaa.Protocol.Jobs.Details;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Api.Details;

/// <summary>What a job waits for and logs, and signals to it.</summary>
internal static class DetailEndpoints
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    public static void MapJobDetails(this IEndpointRouteBuilder app)
    {
        app.MapGet("/jobs/{id}/dependencies", ListDependenciesAsync)
            .WithSummary("What a job waits for or waited for, its children included, in the order of adding; pass 'next' as 'skip' to read on");
        app.MapGet("/jobs/{id}/log", ReadLogAsync).WithSummary("Lines of a job's log, oldest first; pass 'next' as 'after' to read on, also later");
        app.MapPost("/jobs/{id}/signals", SignalAsync).WithSummary("Sends a job a signal; one that comes before the job waits for it is kept");
    }

    private static async Task<DependencyPage> ListDependenciesAsync(JobQueue queue, string id, int? skip, int? limit, CancellationToken cancellationToken)
    {
        var size = ApiInput.ReadNumber("limit", limit, standard: 200, least: 1, most: 500);
        var from = ApiInput.ReadNumber("skip", skip, standard: 0, least: 0, most: int.MaxValue);
        var job = (await JobEndpoints.FindAsync(queue, id, cancellationToken)).Job.Id;
        var all = await queue.ReadDependenciesAsync(job, cancellationToken);
        return new DependencyPage
        {
            Dependencies = [.. all.Skip(from).Take(size).Select(DetailViews.View)],
            Next = all.Count > from + (long)size ? from + size : null,
        };
    }

    private static async Task<LogPage> ReadLogAsync(JobQueue queue, string id, long? after, string? level, int? limit, CancellationToken cancellationToken)
    {
        var query = new JobLogQuery
        {
            Job = ApiInput.ReadJobId(id),
            After = after is null or >= 0 ? after ?? 0 : throw new IsaaException("number_invalid", $"'after' is {after}; it must be 0 or more."),
            Level = ReadLevel(level),
            Limit = ApiInput.ReadNumber("limit", limit, standard: 500, least: 1, most: 1000),
        };

        // Looked at before the lines are read: a job that has ended writes none after that.
        var isEnded = (await JobEndpoints.FindAsync(queue, id, cancellationToken)).Job.State.IsFinal();
        var lines = await queue.ReadLogAsync(query, cancellationToken);
        return new LogPage { Lines = [.. lines.Select(DetailViews.View)], Next = lines.Count > 0 ? lines[^1].Number : query.After, IsEnded = isEnded };
    }

    private static async Task<SentSignal> SignalAsync(JobQueue queue, string id, SendSignal signal, CancellationToken cancellationToken)
    {
        var job = ApiInput.ReadJobId(id);
        var body = signal.Body is { ValueKind: not JsonValueKind.Undefined } given ? JsonSerializer.SerializeToUtf8Bytes(given, ProtocolJson.Default.JsonElement) : "null"u8.ToArray();
        return await queue.SignalAsync(job, signal.Name, body, signal.Id, cancellationToken) switch
        {
            SignalResult.Woke => new SentSignal { Result = "woke" },
            SignalResult.Kept => new SentSignal { Result = "kept" },
            SignalResult.Duplicate => new SentSignal { Result = "duplicate" },
            SignalResult.JobEnded => throw new IsaaException("job_state_conflict", $"Job {job} has ended already; a signal to it would never be read, so it was not kept."),
            SignalResult.JobUnknown => throw new IsaaException("job_unknown", $"There is no job {job} in this store."),
            _ => throw new UnreachableException(),
        };
    }

    private static LogLevel ReadLevel(string? level) => level is null ? LogLevel.Trace
        : Array.IndexOf(Levels, level) is >= 0 and var index ? (LogLevel)index
        : throw new IsaaException("level_invalid", $"There is no log level '{ApiInput.Shorten(level)}'. Levels are {string.Join(", ", Levels)}.");
}
