namespace Isaa.Jobs;

/// <summary>What a job may require of the worker that takes it, and a worker may declare.</summary>
public static class Capability
{
    /// <summary>This machine's folders.</summary>
    /// <param name="hostId">The installation's id.</param>
    public static string Host(string hostId) => $"host:{hostId}";

    /// <summary>The runs of one agent, for a worker that is there for it.</summary>
    /// <param name="agent">The agent's name.</param>
    public static string Agent(string agent) => $"agent:{agent}";

    /// <summary>A model provider's key or service.</summary>
    /// <param name="provider">The provider's name, for example <c>openai</c>.</param>
    public static string Model(string provider) => $"model:{provider}";
}
