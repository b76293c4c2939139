namespace Isaa.Jobs.Searching;

/// <summary>
/// Which jobs are meant: by lists, counts and all changes of many jobs alike. Everything given must hold; an empty filter means all jobs. What each part
/// costs is said with it: <i>indexed</i> parts find their jobs at once, <i>looked at</i> parts read job after job, a page at a time.
/// </summary>
public sealed record JobFilter
{
    /// <summary>How many ids a filter may name.</summary>
    public const int MaxIds = 500;

    /// <summary>Only these ids, at most <see cref="MaxIds"/>; empty for all. Indexed.</summary>
    public IReadOnlyList<JobId> Ids { get; init; } = [];

    /// <summary>Only jobs whose id begins or ends with these hexadecimal digits, 4 to 32; null for all. The beginning and the end are looked at.</summary>
    public string? IdPart { get; init; }

    /// <summary>Only these states; empty for all. All states but completed and the waiting ones are indexed, those are looked at.</summary>
    public IReadOnlyList<JobState> States { get; init; } = [];

    /// <summary>Only this queue; null for all. Looked at.</summary>
    public string? Queue { get; init; }

    /// <summary>Only this kind; null for all. Looked at.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this tenant; null for all. Looked at.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only jobs of the group with this key, in whichever queue; null for all. Looked at.</summary>
    public string? Group { get; init; }

    /// <summary>Only jobs that have all of these tags, letter for letter; empty for all. Looked at.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only jobs added in this time. Looked at.</summary>
    public TimeRange Added { get; init; }

    /// <summary>Only jobs that ended in this time. Looked at.</summary>
    public TimeRange Finished { get; init; }

    /// <summary>Only jobs whose earliest time to run lies in this time. Looked at.</summary>
    public TimeRange Due { get; init; }

    /// <summary>Only jobs whose newest failure has this code; null for all. Looked at.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Only jobs whose newest failure's message has this text in it, letter for letter; null for all. Looked at.</summary>
    public string? ErrorText { get; init; }

    /// <summary>Only jobs with these values in their arguments or results; empty for all. Looked at, arguments and results read: the dearest part.</summary>
    public IReadOnlyList<FieldMatch> Fields { get; init; } = [];

    /// <summary>
    /// Only jobs in whose label, tags, arguments, result or error these words occur; <c>"a phrase"</c> in quotes, <c>begin*</c> for words that begin so.
    /// Small and capital letters are the same. Null for all. Indexed; the index is brought up to date first, which takes the longer the more
    /// happened since it was used last.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>True when it means all jobs.</summary>
    public bool IsEmpty =>
        Ids.Count == 0 && IdPart is null && States.Count == 0 && Queue is null && Kind is null && Tenant is null && Group is null && Tags.Count == 0
        && Added.IsOpen && Finished.IsOpen && Due.IsOpen && ErrorCode is null && ErrorText is null && Fields.Count == 0 && Text is null;
}
