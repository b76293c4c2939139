namespace Isaa.Protocol.Runs;

/// <summary>A request to go another way from a turn of a run: a new run in a new session that begins with what was said up to then.</summary>
public sealed record ForkRun
{
    /// <summary>The last turn that is taken over; 0 keeps only what the user said, null keeps all.</summary>
    public int? Turn { get; init; }

    /// <summary>What the new run is told; null for "Go on from here."</summary>
    public string? Task { get; init; }

    /// <summary>The model as <c>provider/model</c>; null for the old run's.</summary>
    public string? Model { get; init; }
}
