namespace Isaa.Protocol.Jobs;

/// <summary>A request to cancel a job.</summary>
public sealed record CancelJob
{
    /// <summary>Why; kept with the job. At most 1,000 characters; null for none.</summary>
    public string? Reason { get; init; }
}
