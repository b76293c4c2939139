namespace Isaa.Protocol.Usage;

/// <summary>What model calls used up.</summary>
public sealed record UsagePage
{
    /// <summary>By what they are summed up, as asked.</summary>
    public required string By { get; init; }

    /// <summary>All that fit, also those beyond the rows' limit.</summary>
    public required UsageRow Total { get; init; }

    /// <summary>Days from the newest, calls from the first, all else from the dearest on.</summary>
    public required IReadOnlyList<UsageRow> Rows { get; init; }
}
