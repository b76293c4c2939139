using System.ClientModel.Primitives;
using System.ClientModel;
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
internal sealed class OpenAiChatClient(ChatClient client, ModelConnection connection, string model, TimeProvider time)
    : ModelClient(connection, model, new FailureReader(connection, model, time), time)
{
    private readonly RequestWriter _writer = new(model, ServiceHabits.Of(connection));

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> asked = [.. messages];
        using var patience = NewPatience(Connection.CallTimeout, cancellationToken);
        try
        {
            using var response = await SendAsync(asked, options, isStreamed: false, patience);
            return await ReadWholeAsync(response, asked.Count, patience);
        }
        catch (Exception exception) when (Failures.Translate(exception, patience, hasAnswer: false) is { } failure)
        {
            throw failure;
        }
    }

    protected override async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, Patience patience)
    {
        using var response = await SendAsync(messages, options, isStreamed: true, patience);
        if (IsWhole(response))
        {
            foreach (var update in (await ReadWholeAsync(response, messages.Count, patience)).ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        var answer = new AnswerReader(messages.Count, Failures);
        await foreach (var data in EventStream.ReadAsync(response.ContentStream!, patience))
        {
            if (answer.Read(data) is { } update)
            {
                yield return update;
            }
        }

        yield return answer.End();
    }

    private async Task<PipelineResponse> SendAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreamed, Patience patience)
    {
        using var content = BinaryContent.Create(BinaryData.FromBytes(_writer.Write(messages, options, isStreamed)));
        var request = new RequestOptions { BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = patience.Token };
        request.SetHeader("Accept", isStreamed ? "text/event-stream" : "application/json");
        var response = (await client.CompleteChatAsync(content, request)).GetRawResponse();
        patience.Renew();
        if (response.Status is >= 200 and < 300)
        {
            return response;
        }

        using (response)
        {
            var body = await BoundedBody.ReadAsync(response.ContentStream, BoundedBody.ErrorBytes, patience.Token);
            throw Failures.FromStatus(response.Status, name => response.Headers.TryGetValue(name, out var value) ? value : null, body.Span);
        }
    }

    private async Task<ChatResponse> ReadWholeAsync(PipelineResponse response, int messageCount, Patience patience)
    {
        var body = await BoundedBody.ReadAsync(response.ContentStream, BoundedBody.AnswerBytes, patience.Token);
        var answer = new AnswerReader(messageCount, Failures);
        return answer.ReadWhole(body);
    }

    private static bool IsWhole(PipelineResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var type) && type?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
}
