using System.Text.Json;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling.Dialects;

/// <summary>Calls a model over HTTP in some dialect.</summary>
internal sealed class HttpModelClient(HttpClient http, IModelDialect dialect, FailureReader failures, ModelConnection connection, string model, TimeProvider time)
    : ModelClient(connection, model, failures, time)
{
    protected override async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, Patience patience)
    {
        using var request = dialect.Ask(messages, options);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        patience.Renew();
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        if (!response.IsSuccessStatusCode)
        {
            var text = await BoundedBody.ReadAsync(body, BoundedBody.ErrorBytes, patience.Token);
            throw Failures.FromStatus((int)response.StatusCode, name => Header(response, name), text.Span);
        }

        if (response.Content.Headers.ContentType?.MediaType is { } type && type != "text/event-stream")
        {
            throw Failures.BadAnswer($"it sends {type} in place of a stream of events", isTransient: false);
        }

        var answer = dialect.Answer(messages.Count);
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
            throw Failures.BadAnswer("it is no JSON", isTransient: false, exception);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
