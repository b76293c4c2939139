using System.Text;
using System.Text.Json;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Exchange;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Jobs;
using Isaa.Protocol;
using Isaa.Protocol.Functions;
using Isaa.Protocol.Functions.Calls;
using Isaa.Protocol.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Functions;

internal static class FunctionEndpoints
{
    private const string Unnamed = "api";
    private const int LongestName = 200;
    private const int LongestNote = 1_000;

    public static IEndpointRouteBuilder MapFunctions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/functions", ListAsync).WithSummary("Functions by name; pass 'next' as 'after' to read on");
        app.MapPost("/functions", AddAsync).WithSummary("Adds a function from a definition in YAML or JSON, or a new version of it, after checks and tests")
            .Accepts<string>("application/yaml", "application/json");
        app.MapGet("/functions/{name}", GetAsync).WithSummary("A function with its code; NAME or NAME@VERSION");
        app.MapDelete("/functions/{name}", DeleteAsync).WithSummary("Deletes a function with all its versions; what is recorded of its calls stays");
        app.MapGet("/functions/{name}/versions", ListVersionsAsync).WithSummary("All versions of a function, newest first");
        app.MapGet("/functions/{name}/diff", DiffAsync).WithSummary("What changed between two versions; without any, what the newest changed");
        app.MapPost("/functions/{name}/rollback", RollbackAsync).WithSummary("Makes an earlier version the newest again, as a new version");
        app.MapPost("/functions/{name}/decisions", DecideAsync).WithSummary("Records a person's decision that a version may be called, or may not");
        app.MapPost("/functions/{name}/test", TestAsync).WithSummary("Runs the tests of a function in the sandbox");
        app.MapPost("/functions/{name}/run", RunAsync).WithSummary("Calls a function in the sandbox and waits for its result");
        app.MapPost("/functions/{name}/jobs", EnqueueAsync).WithSummary("Adds a call of a function as a job, bound to the version of this moment");
        return app;
    }

    private static async Task<DeletedDefinition> DeleteAsync(FunctionStore functions, string name, CancellationToken cancellationToken) =>
        new(await functions.DeleteAsync(name, cancellationToken: cancellationToken));

    private static async Task<FunctionPage> ListAsync(
        FunctionStore functions, string? text, string? tag, bool? accepted, string? after, int? limit, CancellationToken cancellationToken)
    {
        var size = ApiInput.ReadNumber("limit", limit, standard: 100, least: 1, most: 500);
        var query = new DefinitionQuery { Tenant = "default", Kind = FunctionStore.Kind, Text = text, Tag = tag, IsAccepted = accepted, After = after, Limit = size + 1 };
        var found = await functions.ListAsync(query, cancellationToken);
        return new FunctionPage { Functions = [.. found.Take(size).Select(FunctionViews.View)], Next = found.Count > size ? found[size - 1].Name : null };
    }

    private static async Task<Created<FunctionDetailView>> AddAsync(
        HttpRequest request, FunctionStore functions, string? by, bool? accept, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var definition = FunctionFile.Read(await reader.ReadToEndAsync(cancellationToken), "the request's body");
        var person = by is null ? null : ReadName(by);
        var saved = await functions.SaveAsync(definition, person, cancellationToken: cancellationToken);
        if (accept is true)
        {
            saved = await functions.DecideAsync(saved, new DefinitionDecision { IsAccepted = true, By = person ?? Unnamed, Note = "accepted when it was added" }, cancellationToken);
        }

        return TypedResults.Created($"/api/v1/functions/{saved.Name}", FunctionViews.Detail(saved));
    }

    private static async Task<FunctionDetailView> GetAsync(FunctionStore functions, string name, CancellationToken cancellationToken) =>
        FunctionViews.Detail(await functions.GetAsync(name, cancellationToken: cancellationToken));

    private static async Task<FunctionPage> ListVersionsAsync(FunctionStore functions, string name, CancellationToken cancellationToken) =>
        new() { Functions = [.. (await functions.ListVersionsAsync(name, cancellationToken: cancellationToken)).Select(FunctionViews.View)] };

    private static async Task<FunctionDiff> DiffAsync(FunctionStore functions, string name, int? from, int? to, CancellationToken cancellationToken) =>
        new() { Diff = await functions.DiffAsync(name, from, to, cancellationToken: cancellationToken) };

    private static async Task<FunctionDetailView> RollbackAsync(FunctionStore functions, string name, RollbackFunction request, CancellationToken cancellationToken) =>
        FunctionViews.Detail(await functions.RollbackAsync(name, request.Version, request.By is { } by ? ReadName(by) : null, cancellationToken: cancellationToken));

    private static async Task<FunctionDetailView> DecideAsync(FunctionStore functions, string name, DecideFunction request, CancellationToken cancellationToken)
    {
        var seen = await functions.GetAsync(name, cancellationToken: cancellationToken);
        var note = request.Note ?? "";
        if (note.Length > LongestNote)
        {
            throw new IsaaException("note_too_long", $"The note has {note.Length} characters; at most {LongestNote} are kept.");
        }

        var decision = new DefinitionDecision { IsAccepted = request.IsAccepted, By = ReadName(request.By), Note = note.Replace('\0', ' ') };
        return FunctionViews.Detail(await functions.DecideAsync(seen with { Hash = request.Hash }, decision, cancellationToken));
    }

    private static async Task<FunctionTestPage> TestAsync(FunctionStore functions, string name, CancellationToken cancellationToken) =>
        FunctionViews.View(await functions.TestAsync(name, cancellationToken: cancellationToken));

    private static async Task<FunctionCallView> RunAsync(FunctionExecutor executor, string name, RunFunction request, CancellationToken cancellationToken) =>
        FunctionViews.View(await executor.RunAsync(Read(name, request), cancellationToken));

    private static async Task<Created<StartedRun>> EnqueueAsync(
        FunctionExecutor executor, JobQueue queue, string name, RunFunction request, CancellationToken cancellationToken)
    {
        var id = await executor.EnqueueAsync(Read(name, request), cancellationToken: cancellationToken);
        var job = await JobEndpoints.FindAsync(queue, id.ToString(), cancellationToken);
        return TypedResults.Created($"/api/v1/jobs/{id}", new StartedRun { Job = JobViews.View(job.Job) });
    }

    private static FunctionRequest Read(string name, RunFunction request) => new()
    {
        Function = name,
        Input = request.Input ?? JsonElement.Parse("{}"),
        Caller = request.Session is { } session ? new FunctionContext { Session = ReadName(session) } : null,
        IdempotencyKey = request.Key,
    };

    private static string ReadName(string text) => text.Length is > 0 and <= LongestName && !text.Any(char.IsControl)
        ? text
        : throw new IsaaException("name_invalid", $"'{ApiInput.Shorten(text)}' is no name of a person or a session: 1 to {LongestName} characters are expected, none of them a control character.");
}
