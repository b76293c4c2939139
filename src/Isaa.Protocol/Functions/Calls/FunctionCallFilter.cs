namespace Isaa.Protocol.Functions.Calls;

/// <summary>Which calls to list.</summary>
public sealed record FunctionCallFilter
{
    /// <summary>Only of this function; null for all.</summary>
    public string? Function { get; init; }

    /// <summary>Only of this version; null for all.</summary>
    public int? Version { get; init; }

    /// <summary>Only with this outcome; null for all.</summary>
    public string? Outcome { get; init; }

    /// <summary>Only those that gave no result (true) or gave one (false); null for both.</summary>
    public bool? Failed { get; init; }

    /// <summary>Only by this agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Only in this session; null for all.</summary>
    public string? Session { get; init; }

    /// <summary>Only by this job; null for all.</summary>
    public string? Job { get; init; }

    /// <summary>Only those that began then or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those before this call's id; null from the newest.</summary>
    public string? Before { get; init; }

    /// <summary>At most this many, 1 to 500. Default 50.</summary>
    public int Limit { get; init; } = 50;
}
