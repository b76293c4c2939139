namespace Isaa.Chains.Running;

/// <summary>A durable run cannot go on now: all that could run has run, and something that is awaited has not happened. Never leaves the engine.</summary>
internal sealed class ChainSuspendedException : Exception
{
    public ChainSuspendedException(bool isNew = false)
        : base("The chain waits.") => IsNew = isNew;

    /// <summary>Whether the waiting begins only now.</summary>
    public bool IsNew { get; }
}
