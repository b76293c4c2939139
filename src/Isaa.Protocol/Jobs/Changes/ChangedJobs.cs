namespace Isaa.Protocol.Jobs.Changes;

/// <summary>What a change of many jobs did, or with a dry run would do.</summary>
public sealed record ChangedJobs
{
    /// <summary>Jobs changed by this call, or that would be changed by all of them.</summary>
    public required long Changed { get; init; }

    /// <summary>Jobs that fit the filter and could not be changed, because of their state or because others still need them.</summary>
    public required long Skipped { get; init; }

    /// <summary>With a dry run: the jobs that would be changed, by state. Null otherwise.</summary>
    public IReadOnlyDictionary<string, long>? States { get; init; }

    /// <summary>Send the request again with this to go on; null when all are done.</summary>
    public string? Next { get; init; }
}
