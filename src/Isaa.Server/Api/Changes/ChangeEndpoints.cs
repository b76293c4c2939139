using Isaa.Diagnostics;
using Isaa.Jobs.Changes;
using Isaa.Protocol.Jobs.Changes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Changes;

internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder app) =>
        app.MapPost("/jobs/changes", ChangeAsync)
            .WithSummary("Changes a part of the jobs that a filter means; send it again with the answer's 'next' until that is absent. With 'dryRun' it only counts");

    private static async Task<ChangedJobs> ChangeAsync(BulkChanges changes, ChangeJobs request, CancellationToken cancellationToken)
    {
        var filter = FilterInput.Read(request.Filter);
        var change = ChangeInput.Read(request);
        if (filter.IsEmpty && !request.All)
        {
            throw new IsaaException("filter_empty", "The filter is empty and would mean all jobs. Say which jobs are meant, or set 'all' if it really is all of them.");
        }

        if (request.DryRun)
        {
            var (changeable, others) = await changes.CountAsync(filter, change, cancellationToken);
            return new ChangedJobs
            {
                Changed = changeable.Values.Sum(),
                Skipped = others,
                States = changeable.OrderBy(c => c.Key).ToDictionary(c => JobViews.Name(c.Key), c => c.Value),
            };
        }

        var result = await changes.ApplyAsync(filter, change, ChangeInput.ReadPlace(request.Next), request.PerSecond, cancellationToken);
        return new ChangedJobs { Changed = result.Changed, Skipped = result.Skipped, Next = result.Next?.ToString() };
    }
}
