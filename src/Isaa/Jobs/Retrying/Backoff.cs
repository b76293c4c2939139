namespace Isaa.Jobs.Retrying;

/// <summary>How pauses between attempts grow. The numbers are stored and never change their meaning.</summary>
public enum Backoff
{
    /// <summary>Each pause is a multiple of the one before.</summary>
    Exponential = 0,

    /// <summary>All pauses are alike.</summary>
    Fixed = 1,

    /// <summary>The second pause is twice the first, the third three times, and so on.</summary>
    Linear = 2,
}
