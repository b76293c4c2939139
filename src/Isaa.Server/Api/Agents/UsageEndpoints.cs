using System.Globalization;
using Isaa.Agents.Usage;
using Isaa.Diagnostics;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;
using Isaa.Protocol.Events;
using Isaa.Protocol.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Agents;

internal static class UsageEndpoints
{
    private const int EventsAtATime = 1_000;

    public static void MapUsage(this IEndpointRouteBuilder app) =>
        app.MapGet("/usage", SumAsync).WithSummary("What model calls used in tokens and money, by day (UTC), agent, session, run, model, or call by call for one run");

    private static async Task<UsagePage> SumAsync(IUsageStore usage, IJobStore jobs, [AsParameters] UsageInput input, CancellationToken cancellationToken)
    {
        var (grouping, query) = (input.ReadGrouping(), input.Read());
        var total = (await usage.SumAsync(query, UsageGrouping.None, cancellationToken))[0];
        return new UsagePage
        {
            By = input.Grouping,
            Total = View(total),
            Rows = input.Grouping == UsageInput.Call
                ? await ListCallsAsync(jobs, query, cancellationToken)
                : [.. (await usage.SumAsync(query, grouping, cancellationToken)).Select(View)],
        };
    }

    private static async Task<IReadOnlyList<UsageRow>> ListCallsAsync(IJobStore jobs, UsageQuery query, CancellationToken cancellationToken)
    {
        var run = query.Run ?? throw new IsaaException("usage_invalid", "Single calls are listed for one run: name it with 'run'.");
        if (await jobs.FindAsync(run, cancellationToken) is not { } found || found.Job.Tenant != query.Tenant)
        {
            throw new IsaaException("run_unknown", $"There is no agent run {run}.");
        }

        var rows = new List<UsageRow>();
        var after = EventCursor.Start;
        while (rows.Count < query.Limit)
        {
            var events = await jobs.ReadEventsAsync(new EventQuery { Job = run, After = after, Limit = EventsAtATime }, cancellationToken);
            rows.AddRange(events.Select(Turn).OfType<AgentEvent.TurnCompleted>().Select(View));
            if (events.Count < EventsAtATime)
            {
                break;
            }

            after = events[^1].Cursor;
        }

        return [.. rows.Take(query.Limit)];
    }

    private static AgentEvent? Turn(JobEvent one) => one.Body is { } body ? AgentEvents.Read(one.Type, body.Span) : null;

    private static UsageRow View(AgentEvent.TurnCompleted turn) => new()
    {
        Key = turn.Turn.ToString(CultureInfo.InvariantCulture),
        Calls = 1,
        Tokens = turn.Usage,
        CostUsd = turn.CostUsd ?? 0,
        UnpricedCalls = turn.CostUsd is null ? 1 : 0,
    };

    private static UsageRow View(UsageSum sum) =>
        new() { Key = sum.Key, Calls = sum.Calls, Tokens = sum.Usage, CostUsd = sum.CostUsd, UnpricedCalls = sum.UnpricedCalls };
}
