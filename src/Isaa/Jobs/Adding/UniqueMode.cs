namespace Isaa.Jobs.Adding;

/// <summary>How long a unique key keeps others out, and what becomes of them. The numbers are stored and never change their meaning.</summary>
public enum UniqueMode
{
    /// <summary>Until the job has ended. Others are not added.</summary>
    Simple = 0,

    /// <summary>For a time from the adding, even when the job has ended by then. Others are not added.</summary>
    TimeToLive = 1,

    /// <summary>As <see cref="TimeToLive"/>, and each other that comes starts the time anew.</summary>
    Extend = 2,

    /// <summary>Until the job starts. Others replace its arguments, label and tags; one that comes after the start is a new job.</summary>
    Replace = 3,

    /// <summary>Until the job has ended. Others replace it while it has not started; after that the newest of them is kept and follows when it has ended.</summary>
    KeepLast = 4,
}
