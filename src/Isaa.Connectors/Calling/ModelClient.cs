using System.Runtime.CompilerServices;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling;

/// <summary>A model over the network: how long is waited for it, and how its failures are told, are the same in each dialect.</summary>
internal abstract class ModelClient : IChatClient
{
    private readonly TimeProvider _time;
    private readonly ChatClientMetadata _metadata;

    protected ModelClient(ModelConnection connection, string model, FailureReader failures, TimeProvider time)
    {
        Connection = connection;
        _time = time;
        Failures = failures;
        _metadata = new ChatClientMetadata(connection.Provider, connection.Address, model);
    }

    protected ModelConnection Connection { get; }

    protected FailureReader Failures { get; }

    /// <summary>An answer that is wanted whole is streamed too, so that a service that falls silent is noticed.</summary>
    public virtual Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var patience = NewPatience(Connection.SilenceTimeout, cancellationToken);
        await using var updates = StreamAsync([.. messages], options, patience).GetAsyncEnumerator(patience.Token);
        for (var hasAnswer = false; ; hasAnswer = true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (Failures.Translate(exception, patience, hasAnswer) is { } failure)
            {
                throw failure;
            }

            yield return updates.Current;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
    }

    protected Patience NewPatience(TimeSpan silence, CancellationToken cancellationToken) => new(Connection.CallTimeout, silence, _time, cancellationToken);

    protected abstract IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, Patience patience);
}
