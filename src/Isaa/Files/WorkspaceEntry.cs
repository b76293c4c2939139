namespace Isaa.Files;

/// <summary>One thing in a workspace, as it stood when it was looked at. Names are written by whoever made the file: hostile.</summary>
public sealed record WorkspaceEntry
{
    /// <summary>Its path from the root with <c>/</c>; bytes that are no UTF-8 and control characters are written as <c>\xNN</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required WorkspaceEntryKind Kind { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When its content changed last, in UTC.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Its permissions.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>Where a link points, as written in it; null for anything else.</summary>
    public string? LinkTarget { get; init; }
}
