using System.Runtime.CompilerServices;
using Isaa.Agents.Registry;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;

namespace Isaa.Agents;

/// <summary>An agent to run, bound to one version of its definition. Each run is a durable job. Thread safe.</summary>
public sealed class FlowAgent
{
    private readonly AgentRunner _runner;
    private readonly AgentVersion _version;

    internal FlowAgent(AgentRunner runner, AgentVersion version)
    {
        _runner = runner;
        _version = version;
    }

    /// <summary>The agent's name.</summary>
    public string Name => _version.Name;

    /// <summary>The version of its definition.</summary>
    public int Version => _version.Version;

    /// <summary>Its definition.</summary>
    public AgentDefinition Definition => _version.Definition;

    /// <summary>Adds a run and returns at once. It is on disk then and goes on whatever happens to this process.</summary>
    /// <param name="input">What the user says.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call; the run may still have been added.</param>
    /// <returns>The run's id.</returns>
    public Task<JobId> StartAsync(string input, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        _runner.EnqueueAsync($"{Name}@{Version}", input, options, cancellationToken);

    /// <summary>Runs the agent and waits for what comes of it. A run that fails is a result with its status and error, not an exception.</summary>
    /// <param name="input">What the user says.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="Diagnostics.IsaaException">The run could not be added.</exception>
    public async Task<AgentResult> RunAsync(string input, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var run = await StartAsync(input, options, cancellationToken);
        try
        {
            return await _runner.WaitAsync(run, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _runner.CancelAsync(run, "the caller cancelled", CancellationToken.None);
            throw;
        }
    }

    /// <summary>Runs the agent and yields what happens, the result last as <see cref="AgentEvent.Answer"/>. Leaving the loop does not end the run.</summary>
    /// <param name="input">What the user says.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the watching; the run goes on.</param>
    public async IAsyncEnumerable<AgentEvent> StreamAsync(
        string input, AgentRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await StartAsync(input, options, cancellationToken);
        await foreach (var agentEvent in _runner.WatchAsync(run, default, cancellationToken))
        {
            yield return agentEvent;
        }
    }
}
