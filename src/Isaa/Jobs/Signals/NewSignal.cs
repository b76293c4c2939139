namespace Isaa.Jobs.Signals;

/// <summary>A signal to be sent to a job.</summary>
public sealed record NewSignal
{
    /// <summary>The job it is for.</summary>
    public required JobId Job { get; init; }

    /// <summary>What it is about, for example <c>approval</c>; the job waits for it by this name.</summary>
    public required string Name { get; init; }

    /// <summary>The sender's id of it: the same id sent again to the same job changes nothing.</summary>
    public required string Id { get; init; }

    /// <summary>What it says, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
