using System.Collections.Concurrent;
using System.Text.Json;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;

namespace Isaa.Tests.Chains.Support;

/// <summary>An agent that answers as it is told and keeps what it was asked.</summary>
public sealed class FakeAgent(string name, Func<ChainAgentCall, CancellationToken, Task<ChainValue>> answer) : IChainAgent
{
    private readonly ConcurrentQueue<ChainAgentCall> _calls = new();

    public FakeAgent(string name, Func<ChainAgentCall, ChainValue> answer)
        : this(name, (call, _) => Task.FromResult(answer(call)))
    {
    }

    /// <summary>Answers <c>name(input)</c>.</summary>
    public FakeAgent(string name)
        : this(name, call => $"{name}({call.Input})")
    {
    }

    public string Name => name;

    public string Reference => name;

    public IReadOnlyList<ChainAgentCall> Calls => [.. _calls];

    public async Task<ChainAgentAnswer> RunAsync(ChainAgentCall call, CancellationToken cancellationToken)
    {
        _calls.Enqueue(call);
        return new ChainAgentAnswer { Value = await answer(call, cancellationToken) };
    }

    /// <summary>Answers with data when it is asked for data, else with a text.</summary>
    public static FakeAgent Structured(string name, object data) =>
        new(name, call => call.Schema is null ? $"{name}({call.Input})" : ChainValue.Of(JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web)));
}
