namespace Isaa.Jobs.Adding;

/// <summary>What adding a job did. Converts to the id of the job that counts.</summary>
/// <param name="Id">The job that counts: the new one, or the one that was there before.</param>
/// <param name="Status">Whether it is new.</param>
public readonly record struct EnqueueResult(JobId Id, EnqueueStatus Status)
{
    /// <summary>True when a job was added.</summary>
    public bool IsNew => Status == EnqueueStatus.Added;

    /// <summary>The id of the job that counts.</summary>
    public static implicit operator JobId(EnqueueResult result) => result.Id;
}
