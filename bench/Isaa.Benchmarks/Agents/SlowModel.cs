using System.Runtime.CompilerServices;
using Isaa.Diagnostics;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Benchmarks.Agents;

/// <summary>The one model of a catalog: it takes its time, asks for a tool so many times, and then answers.</summary>
internal sealed class SlowModel(TimeSpan latency, int toolRounds) : IChatClient, IModelCatalog
{
    public const string Name = "bench/slow";

    public string? DefaultModel => Name;

    public Model Get(string name) => name == Name ? new Model { Name = Name, Client = this } : throw new IsaaException("model_unknown", $"There is no model '{name}'.");

    public IReadOnlyList<ModelProviderStatus> List() => [new ModelProviderStatus { Provider = "bench", IsReady = true, Note = "for benchmarks" }];

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rounds = messages.Count(m => m.Role == ChatRole.Tool);
        await Task.Delay(latency, TimeProvider.System, cancellationToken);
        yield return rounds < toolRounds
            ? new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent($"call_{rounds}", "step", new Dictionary<string, object?> { ["n"] = rounds })])
            : new ChatResponseUpdate(ChatRole.Assistant, "done");
        yield return new ChatResponseUpdate { Contents = [new UsageContent(new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 })] };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
