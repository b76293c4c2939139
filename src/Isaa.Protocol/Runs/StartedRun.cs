using Isaa.Protocol.Jobs;

namespace Isaa.Protocol.Runs;

/// <summary>A run that is on disk and waits for a worker, or runs already.</summary>
public sealed record StartedRun
{
    /// <summary>Its job.</summary>
    public required JobView Job { get; init; }
}
