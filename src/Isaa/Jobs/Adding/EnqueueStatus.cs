namespace Isaa.Jobs.Adding;

/// <summary>What adding a job did.</summary>
public enum EnqueueStatus
{
    /// <summary>The job is new.</summary>
    Added,

    /// <summary>Nothing was added: another job has this id or holds the unique key.</summary>
    Existing,

    /// <summary>Nothing was added: the job that holds the unique key, and has not started, took over these arguments.</summary>
    Replaced,
}
