using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling;

/// <summary>Calls a model over HTTP in some dialect. An answer that is wanted whole is streamed too, so that a service that falls silent is noticed.</summary>
internal sealed class HttpModelClient : IChatClient
{
    private readonly HttpClient _http;
    private readonly IModelDialect _dialect;
    private readonly ModelConnection _connection;
    private readonly FailureReader _failures;
    private readonly TimeProvider _time;
    private readonly ChatClientMetadata _metadata;

    public HttpModelClient(HttpClient http, IModelDialect dialect, FailureReader failures, ModelConnection connection, string model, TimeProvider time)
    {
        _http = http;
        _dialect = dialect;
        _connection = connection;
        _time = time;
        _failures = failures;
        _metadata = new ChatClientMetadata(connection.Provider, connection.Address, model);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var patience = new Patience(_connection.CallTimeout, _connection.SilenceTimeout, _time, cancellationToken);
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
            catch (Exception exception) when (_failures.Translate(exception, patience, hasAnswer) is { } failure)
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

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, Patience patience)
    {
        using var request = _dialect.Ask(messages, options);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        patience.Renew();
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        if (!response.IsSuccessStatusCode)
        {
            var text = await BoundedBody.ReadAsync(body, BoundedBody.ErrorBytes, patience.Token);
            throw _failures.FromStatus((int)response.StatusCode, name => Header(response, name), text.Span);
        }

        if (response.Content.Headers.ContentType?.MediaType is { } type && type != "text/event-stream")
        {
            throw _failures.BadAnswer($"it sends {type} in place of a stream of events", isTransient: false);
        }

        var answer = _dialect.Answer(messages.Count);
        await foreach (var data in EventStream.ReadAsync(body, patience))
        {
            using var document = Parse(data);
            if (answer.Read(document.RootElement) is { } update)
            {
                yield return update;
            }
        }

        yield return answer.End();
    }

    private JsonDocument Parse(ReadOnlyMemory<byte> data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException exception)
        {
            throw _failures.BadAnswer("it is no JSON", isTransient: false, exception);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
