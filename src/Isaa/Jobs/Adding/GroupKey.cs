namespace Isaa.Jobs.Adding;

/// <summary>
/// The group of its queue that a job belongs to, for example a customer. Groups take turns; each may have limits, see
/// <see cref="Limits.GroupSettings"/> and the defaults of <see cref="Limits.QueueSettings"/>.
/// </summary>
public sealed record GroupKey
{
    /// <summary>The group's key.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// Runs the group's jobs strictly one after the other in the order of their adding: the next starts when the one before has ended for good, its
    /// retries and waits included. The first job of a key decides it for the group. Default: no.
    /// </summary>
    public bool StrictFifo { get; init; }

    /// <summary>The group of this key.</summary>
    /// <param name="key">The key.</param>
    public static implicit operator GroupKey(string key) => new() { Key = key };
}
