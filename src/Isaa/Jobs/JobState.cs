namespace Isaa.Jobs;

/// <summary>Where a job stands. The numbers are stored and never change their meaning.</summary>
public enum JobState
{
    /// <summary>Waits for other jobs it depends on.</summary>
    Waiting = 0,

    /// <summary>May be claimed.</summary>
    Ready = 1,

    /// <summary>Becomes ready at a later time.</summary>
    Delayed = 2,

    /// <summary>Held by a worker under its lease.</summary>
    Active = 3,

    /// <summary>Its handler waits for child jobs; no worker holds it.</summary>
    WaitingChildren = 4,

    /// <summary>Its handler waits for a signal (an approval, a device, an answer); no worker holds it.</summary>
    WaitingSignal = 5,

    /// <summary>Ended well.</summary>
    Completed = 6,

    /// <summary>Ended by its handler's verdict, or its attempts are used up.</summary>
    Failed = 7,

    /// <summary>Ended by request.</summary>
    Cancelled = 8,

    /// <summary>Ended because too many workers died or hung while holding it.</summary>
    Dead = 9,
}
