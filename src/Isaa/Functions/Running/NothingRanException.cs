namespace Isaa.Functions.Running;

/// <summary>A call was cancelled before any worker had it: no code of the function ran.</summary>
/// <param name="cancellation">The cancellation.</param>
internal sealed class NothingRanException(OperationCanceledException cancellation) : OperationCanceledException(cancellation.Message, cancellation, cancellation.CancellationToken);
