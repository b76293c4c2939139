using Isaa.Jobs.Logs;

namespace Isaa.Jobs.Store;

/// <summary>A job with its arguments and result.</summary>
public sealed record JobDetail
{
    /// <summary>The job as it stands.</summary>
    public required Job Job { get; init; }

    /// <summary>The handler's arguments as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>The handler's result as UTF-8 JSON; a failed job may have a partial one. Null when none.</summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    /// <summary>How far its handler said it is; null when it never did.</summary>
    public JobProgress? Progress { get; init; }
}
