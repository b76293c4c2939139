using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Retention;
using Isaa.Protocol.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Queues;

internal static class RetentionEndpoints
{
    private static readonly JobState[] Ended = [JobState.Completed, JobState.Failed, JobState.Cancelled, JobState.Dead];

    public static void MapRetention(this IEndpointRouteBuilder app)
    {
        app.MapGet("/queues/{queue}/retention", ReadAsync).WithSummary("How long a queue keeps its ended jobs");
        app.MapPost("/queues/{queue}/retention", SaveAsync)
            .WithSummary("Sets how long a queue keeps jobs that ended in a state; with 'isOwn' false the default counts again");
    }

    private static async Task<RetentionPage> ReadAsync(
        IRetentionStore store, RetentionOptions defaults, string queue, string? tenant, CancellationToken cancellationToken)
    {
        var owner = QueueInput.Tenant(tenant);
        var rules = (await store.ListRulesAsync(cancellationToken)).Where(r => r.Tenant == owner && r.Queue == queue).ToDictionary(r => r.State, r => r.Limit);
        return new RetentionPage
        {
            Rules = [.. Ended.Select(state => rules.TryGetValue(state, out var own)
                ? new RetentionView { State = JobViews.Name(state), IsOwn = true, AgeSeconds = own.Age?.TotalSeconds, Count = own.Count, Bytes = own.Bytes }
                : new RetentionView { State = JobViews.Name(state), AgeSeconds = defaults.For(state)?.TotalSeconds })],
        };
    }

    private static async Task<RetentionPage> SaveAsync(
        IRetentionStore store, RetentionOptions defaults, string queue, string? tenant, RetentionView rule, CancellationToken cancellationToken)
    {
        var (owner, name) = (QueueInput.Tenant(tenant), QueueInput.Name("queue", queue));
        var state = ApiInput.ReadStates([rule.State])[0];
        if (!state.IsFinal())
        {
            throw new IsaaException("state_invalid", $"Jobs that are {rule.State} have not ended and are never deleted by time. Ended states are {string.Join(", ", Ended.Select(JobViews.Name))}.");
        }

        if (rule is { AgeSeconds: < 0 or > 10_000_000_000 or double.NaN } or { Count: < 0 } or { Bytes: < 0 })
        {
            throw new IsaaException("limit_invalid", "Age, count and bytes must not be negative, and the age not above 10,000,000,000 seconds; leave out what is no limit.");
        }

        if (rule.IsOwn)
        {
            var limit = new RetentionLimit { Age = rule.AgeSeconds is { } age ? TimeSpan.FromSeconds(age) : null, Count = rule.Count, Bytes = rule.Bytes };
            await store.SaveRuleAsync(new RetentionRule { Tenant = owner, Queue = name, State = state, Limit = limit }, cancellationToken);
        }
        else
        {
            await store.RemoveRuleAsync(owner, name, state, cancellationToken);
        }

        return await ReadAsync(store, defaults, queue, tenant, cancellationToken);
    }
}
