namespace Isaa.Protocol.Jobs;

/// <summary>Which jobs are meant. Everything given must hold; an empty filter means all jobs. A list that is null or missing in JSON is an empty one.</summary>
public sealed record JobFilter
{
    /// <summary>Only these whole ids, at most 500; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init => field = value ?? []; } = [];

    /// <summary>Only jobs whose id begins or ends with this, 4 to 32 hexadecimal digits; null for all.</summary>
    public string? Id { get; init; }

    /// <summary>Only these states; empty for all.</summary>
    public IReadOnlyList<string> States { get; init => field = value ?? []; } = [];

    /// <summary>Only this queue; null for all.</summary>
    public string? Queue { get; init; }

    /// <summary>Only this kind; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this tenant; null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only jobs of the group with this key; null for all.</summary>
    public string? Group { get; init; }

    /// <summary>Only jobs that have all of these tags; empty for all.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Only jobs added at this time or later; null for all.</summary>
    public DateTimeOffset? AddedFrom { get; init; }

    /// <summary>Only jobs added before this time; null for all.</summary>
    public DateTimeOffset? AddedBefore { get; init; }

    /// <summary>Only jobs that ended at this time or later; null for all.</summary>
    public DateTimeOffset? FinishedFrom { get; init; }

    /// <summary>Only jobs that ended before this time; null for all.</summary>
    public DateTimeOffset? FinishedBefore { get; init; }

    /// <summary>Only jobs that may run at this time or later; null for all.</summary>
    public DateTimeOffset? DueFrom { get; init; }

    /// <summary>Only jobs that may run before this time; null for all.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>Only jobs whose newest failure has this code; null for all.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Only jobs whose newest failure's message has this text in it; null for all.</summary>
    public string? ErrorText { get; init; }

    /// <summary>Only jobs with these values, written <c>data.customer.id=42</c> for arguments and <c>result.total=3</c> for results; empty for all.</summary>
    public IReadOnlyList<string> Fields { get; init => field = value ?? []; } = [];

    /// <summary>Only jobs with these words in label, tags, arguments, result or error; <c>"a phrase"</c> in quotes, <c>begin*</c> for beginnings. Null for all.</summary>
    public string? Text { get; init; }
}
