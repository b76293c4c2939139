using Isaa.Jobs.Figures;
using Isaa.Protocol.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Workers;

internal static class WorkerEndpoints
{
    public static void MapWorkers(this IEndpointRouteBuilder app) =>
        app.MapGet("/workers", ListAsync).WithSummary("The workers of all processes on this store, what they take and what they work on");

    private static async Task<WorkerPage> ListAsync(IFigureStore figures, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new WorkerPage { Workers = [.. (await figures.ReadWorkersAsync(cancellationToken)).Select(worker => View(worker, now))] };
    }

    private static WorkerView View(WorkerStanding worker, DateTimeOffset now) => new()
    {
        Id = worker.Id.ToString(),
        Name = worker.Reach?.Name,
        State = worker.LeaseUntil <= now ? "silent" : worker.Jobs.Count > 0 ? "working" : "idle",
        Host = worker.Host,
        ProcessId = worker.ProcessId,
        StartedAt = worker.StartedAt,
        LeaseUntil = worker.LeaseUntil,
        Slots = worker.Reach?.Slots,
        Jobs = [.. worker.Jobs.Select(job => job.ToString())],
        IsForOneJob = worker.Reach is null,
        Kinds = worker.Reach?.Kinds ?? [],
        Queues = worker.Reach?.Queues,
        Capabilities = worker.Reach?.Capabilities ?? [],
        Reserved = worker.Reach?.Reserved,
    };
}
