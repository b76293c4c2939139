namespace Isaa.Jobs.Changes;

/// <summary>What a part of a change of many jobs did.</summary>
/// <param name="Changed">How many jobs were changed.</param>
/// <param name="Skipped">How many fitted the filter and could not be changed, mostly because they moved on meanwhile.</param>
/// <param name="Next">Where to go on; null when all are done.</param>
public sealed record BulkResult(int Changed, int Skipped, BulkPlace? Next);
