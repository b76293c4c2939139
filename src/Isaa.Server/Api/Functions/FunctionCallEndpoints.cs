using Isaa.Diagnostics;
using Isaa.Functions.Executions;
using Isaa.Protocol.Functions.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Functions;

internal static class FunctionCallEndpoints
{
    public static void MapFunctionCalls(this IEndpointRouteBuilder app)
    {
        app.MapGet("/function-calls", ListAsync).WithSummary("Calls of functions, newest first; pass 'next' as 'before' to read on");
        app.MapGet("/function-calls/summary", SummarizeAsync).WithSummary("What calls came to, per function; without 'since' those of the last 24 hours");
        app.MapGet("/function-calls/{id}", GetAsync).WithSummary("A call of a function");
    }

    private static async Task<FunctionCallPage> ListAsync(IFunctionLog log, [AsParameters] FunctionCallInput input, CancellationToken cancellationToken)
    {
        var query = input.Read();
        var found = await log.ListAsync(query with { Limit = query.Limit + 1 }, cancellationToken);
        var page = found.Take(query.Limit).Select(FunctionViews.View).ToArray();
        return new FunctionCallPage { Calls = page, Next = found.Count > query.Limit ? page[^1].Id : null };
    }

    private static async Task<FunctionCallView> GetAsync(IFunctionLog log, string id, CancellationToken cancellationToken) =>
        await log.FindAsync("default", FunctionCallInput.ReadId(id), cancellationToken) is { } found
            ? FunctionViews.View(found)
            : throw new IsaaException("call_unknown", $"There is no call {id} on record; calls are kept for a limited time.");

    private static async Task<FunctionSummaryPage> SummarizeAsync(IFunctionLog log, TimeProvider time, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var from = since ?? time.GetUtcNow() - TimeSpan.FromDays(1);
        return new FunctionSummaryPage { Functions = [.. (await log.SummarizeAsync("default", from, cancellationToken)).Select(FunctionViews.View)] };
    }
}
