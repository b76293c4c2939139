namespace Isaa.Functions;

/// <summary>Who calls a function; handed as data to one that needs it. It grants nothing.</summary>
public sealed record FunctionContext
{
    /// <summary>The caller's session; null outside of one.</summary>
    public string? Session { get; init; }

    /// <summary>The job the call belongs to; null when a person calls.</summary>
    public string? Job { get; init; }

    /// <summary>The agent that calls; null when none does.</summary>
    public string? Agent { get; init; }
}
