namespace Isaa.Hosting;

/// <summary>How an engine is set up inside a process.</summary>
public sealed record IsaaOptions
{
    /// <summary>The home folder; null for <c>ISAA_HOME</c>, else the user's data folder.</summary>
    public string? HomeFolder { get; init; }

    /// <summary>Whether this process takes jobs. Default true; false only adds and reads.</summary>
    public bool RunsWorker { get; init; } = true;

    /// <summary>How many jobs run at once. Default 10.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>Further capabilities the worker declares, beside this machine and its ready model providers.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What its worker is called, for people; null for nothing.</summary>
    public string? WorkerName { get; init; }

    /// <summary>The queues its worker serves; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>Its worker takes only jobs that require one of these capabilities; null for all it can do.</summary>
    public IReadOnlyList<string>? Reserved { get; init; }

    /// <summary>When the process stops in good order, how long running jobs may finish before they are told to stop and given back. Default 0: at once.</summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>
    /// When the process stops in good order, how long jobs that were told may take. What still runs then is given back without being charged. Default 10 seconds.
    /// Both together should be shorter than the host's own shutdown timeout (30 seconds by default), or the host cuts them short and other processes take the
    /// jobs over when they notice.
    /// </summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes this job and no other; null for any.</summary>
    public Jobs.JobId? OnlyJob { get; init; }
}
