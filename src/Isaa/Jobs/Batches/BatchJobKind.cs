using System.Text.Json.Serialization.Metadata;
using Isaa.Jobs.Working;

namespace Isaa.Jobs.Batches;

/// <summary>A kind whose jobs run many in one call.</summary>
internal sealed class BatchJobKind<TArguments>(
    string name, JsonTypeInfo<TArguments> type, BatchOptions options, Lazy<IBatchJobHandler<TArguments>> handler) : JobKind<TArguments>(name, type)
    where TArguments : class
{
    internal override BatchOptions Batch => options;

    internal override JobBatch CreateBatch() => new JobBatch<TArguments>(this, handler);

    internal override Task<JobOutcome> RunAsync(ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken)
    {
        var batch = CreateBatch();
        var seat = batch.Seat();
        batch.Close();
        return seat.JoinAsync(arguments, context, cancellationToken);
    }
}
