namespace Isaa.Chains.Running;

/// <summary>A durable run cannot go on now: all that could run has run, and something that is awaited has not happened. Never leaves the engine.</summary>
internal sealed class ChainSuspendedException : Exception
{
    public ChainSuspendedException()
        : base("The chain waits.")
    {
    }
}
