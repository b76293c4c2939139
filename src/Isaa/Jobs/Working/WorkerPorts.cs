using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>What a worker, its executions and their contexts share.</summary>
internal sealed record WorkerPorts
{
    public required IJobStore Store { get; init; }

    public LeaseWrites Writes => field ??= new LeaseWrites(Store, Options.LeaseTime, Time, Logger);

    public required JobKindCatalog Kinds { get; init; }

    public required WorkerOptions Options { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }
}
