using System.ClientModel.Primitives;
using System.ClientModel;
using System.Runtime.CompilerServices;
using Isaa.Connectors.Calling;
using Isaa.Connectors.OpenAI.Answers;
using Isaa.Connectors.OpenAI.Requests;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Isaa.Connectors.OpenAI;

/// <summary>
/// Speaks the chat completions API through the vendor's client. Request and answer are written and read here, because services that are
/// compatible by name differ in what they leave out.
/// </summary>
internal sealed class OpenAiChatClient : IChatClient
{
    private readonly ChatClient _client;
    private readonly ModelConnection _connection;
    private readonly RequestWriter _writer;
    private readonly FailureReader _failures;
    private readonly TimeProvider _time;
    private readonly ChatClientMetadata _metadata;

    public OpenAiChatClient(ChatClient client, ModelConnection connection, string model, TimeProvider time)
    {
        _client = client;
        _connection = connection;
        _time = time;
        _writer = new RequestWriter(model, ServiceHabits.Of(connection));
        _failures = new FailureReader(connection, model, time);
        _metadata = new ChatClientMetadata(connection.Provider, connection.Address, model);
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var patience = new Patience(_connection.CallTimeout, _connection.CallTimeout, _time, cancellationToken);
        try
        {
            using var response = await SendAsync(messages, options, isStreamed: false, patience);
            return await ReadWholeAsync(response, CountOf(messages), patience);
        }
        catch (Exception exception) when (_failures.Translate(exception, patience, hasAnswer: false) is { } failure)
        {
            throw failure;
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var patience = new Patience(_connection.CallTimeout, _connection.SilenceTimeout, _time, cancellationToken);
        await using var updates = StreamAsync(messages, options, patience).GetAsyncEnumerator(patience.Token);
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

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, Patience patience)
    {
        using var response = await SendAsync(messages, options, isStreamed: true, patience);
        if (IsWhole(response))
        {
            foreach (var update in (await ReadWholeAsync(response, CountOf(messages), patience)).ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        var answer = new AnswerReader(CountOf(messages), _failures);
        await foreach (var data in EventStream.ReadAsync(response.ContentStream!, patience))
        {
            if (answer.Read(data) is { } update)
            {
                yield return update;
            }
        }

        yield return answer.End();
    }

    private async Task<PipelineResponse> SendAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed, Patience patience)
    {
        using var content = BinaryContent.Create(BinaryData.FromBytes(_writer.Write(messages, options, isStreamed)));
        var request = new RequestOptions { BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = patience.Token };
        request.SetHeader("Accept", isStreamed ? "text/event-stream" : "application/json");
        var response = (await _client.CompleteChatAsync(content, request)).GetRawResponse();
        patience.Renew();
        if (response.Status is >= 200 and < 300)
        {
            return response;
        }

        using (response)
        {
            var body = await BoundedBody.ReadAsync(response.ContentStream, BoundedBody.ErrorBytes, patience.Token);
            throw _failures.FromStatus(response.Status, name => response.Headers.TryGetValue(name, out var value) ? value : null, body.Span);
        }
    }

    private async Task<ChatResponse> ReadWholeAsync(PipelineResponse response, int messageCount, Patience patience)
    {
        var body = await BoundedBody.ReadAsync(response.ContentStream, BoundedBody.AnswerBytes, patience.Token);
        var answer = new AnswerReader(messageCount, _failures);
        return answer.ReadWhole(body);
    }

    private static bool IsWhole(PipelineResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var type) && type?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;

    private static int CountOf(IEnumerable<ChatMessage> messages) => messages.TryGetNonEnumeratedCount(out var count) ? count : messages.Count();
}
