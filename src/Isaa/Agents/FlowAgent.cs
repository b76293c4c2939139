using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Isaa.Agents.Registry;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Microsoft.Extensions.AI;

namespace Isaa.Agents;

/// <summary>An agent to run, bound to one version of its definition. Each run is a durable job. Thread safe.</summary>
public sealed class FlowAgent
{
    private static readonly JsonSerializerOptions Answers = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private readonly AgentRunner _runner;
    private readonly AgentVersion _version;

    internal FlowAgent(FlowAgents siblings, AgentRunner runner, AgentVersion version)
    {
        Siblings = siblings;
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

    /// <summary>Runs the agent and returns its answer as data: it is asked for JSON that fits the type, and corrected when it does not.</summary>
    /// <typeparam name="T">The type; the descriptions of its properties are shown to the model.</typeparam>
    /// <param name="input">What the user says, or what is to be formatted.</param>
    /// <param name="options">How the run is added; null for the defaults. Its schema is replaced by the type's.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="IsaaException">The run failed, with its code: <c>output_invalid</c> when no answer fitted.</exception>
    public async Task<T> FormatAsync<T>(string input, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var schema = AIJsonUtilities.CreateJsonSchema(typeof(T), serializerOptions: Answers);
        var answer = await FormatAsync(input, schema, options, cancellationToken);
        return answer.Deserialize<T>(Answers) ?? throw new IsaaException("output_invalid", $"Agent '{Name}' answered null in place of {typeof(T).Name}.");
    }

    /// <summary>Runs the agent and returns its answer as data: it is asked for JSON that fits the schema, and corrected when it does not.</summary>
    /// <param name="input">What the user says, or what is to be formatted.</param>
    /// <param name="schema">The JSON Schema.</param>
    /// <param name="options">How the run is added; null for the defaults. Its schema is replaced by this one.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="IsaaException">The run failed, with its code: <c>output_invalid</c> when no answer fitted.</exception>
    public async Task<JsonElement> FormatAsync(string input, JsonElement schema, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(input, (options ?? new AgentRunOptions()) with { OutputSchema = schema }, cancellationToken);
        return result is { Status: AgentRunStatus.Completed, Json: { } json }
            ? json
            : throw new IsaaException(result.Error?.Code ?? "output_invalid", result.Error?.Message ?? $"The run of agent '{Name}' ended as {result.Status}.");
    }

    /// <summary>The agents of the same engine.</summary>
    internal FlowAgents Siblings { get; }

    internal Task<AgentResult> WaitAsync(JobId run, CancellationToken cancellationToken) => _runner.WaitAsync(run, cancellationToken);

    internal Task CancelAsync(JobId run, string reason, CancellationToken cancellationToken) => _runner.CancelAsync(run, reason, cancellationToken);

    internal IAsyncEnumerable<AgentEvent> WatchAsync(JobId run, CancellationToken cancellationToken) => _runner.WatchAsync(run, default, cancellationToken);
}
