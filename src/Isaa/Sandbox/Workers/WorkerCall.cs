namespace Isaa.Sandbox.Workers;

/// <summary>One request to a worker.</summary>
internal sealed record WorkerCall
{
    /// <summary>One line of JSON, its end included.</summary>
    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Time on the clock from the moment a worker takes it.</summary>
    public required TimeSpan WallTime { get; init; }

    /// <summary>Processor time of all its processes.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>The longest reply in bytes.</summary>
    public required int ReplyBytes { get; init; }

    /// <summary>How many bytes of logs until it is killed.</summary>
    public required long LogBytesUntilKilled { get; init; }

    /// <summary>Called just before a worker gets the request; null for nobody to tell. A call that ended without it reached no worker.</summary>
    public Action? Sending { get; init; }
}
