namespace Isaa.Protocol.Jobs.Details;

/// <summary>One line of a job's log.</summary>
public sealed record LogLineView
{
    /// <summary>Its place in the job's log, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>trace</c>, <c>debug</c>, <c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</summary>
    public required string Level { get; init; }

    /// <summary>What wrote it.</summary>
    public required string Category { get; init; }

    /// <summary>The text. Untrusted.</summary>
    public required string Text { get; init; }
}
