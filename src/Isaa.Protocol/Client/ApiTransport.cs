using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Isaa.Protocol.Client;

/// <summary>One HTTP exchange with the API: JSON in, JSON or a problem out.</summary>
internal sealed class ApiTransport(HttpClient http)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(100);

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, type, cancellationToken);

    public Task<T> PostAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(HttpMethod.Post, path, content, type, cancellationToken);
    }

    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await ExchangeAsync(request, HttpCompletionOption.ResponseContentRead, AnswerTime, cancellationToken);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken)
                ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new IsaaUnreachableException($"{Address} answered something that is no answer of Isaa's. Is it an Isaa server, and of a version that fits?", e);
        }
    }

    public Task<HttpResponseMessage> OpenStreamAsync(string path, string? lastEventId, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        return ExchangeAsync(request, HttpCompletionOption.ResponseHeadersRead, AnswerTime, cancellationToken);
    }

    public async Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await ExchangeAsync(request, HttpCompletionOption.ResponseHeadersRead, Timeout.InfiniteTimeSpan, cancellationToken);
        try
        {
            await response.Content.CopyToAsync(target, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw new IsaaUnreachableException($"The connection to {Address} broke before all had come.", e);
        }
    }

    private string Address => http.BaseAddress?.GetLeftPart(UriPartial.Authority) ?? "the server";

    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, HttpCompletionOption completion, TimeSpan answerTime, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(answerTime);
            response = await http.SendAsync(request, completion, limit.Token);
        }
        catch (HttpRequestException e)
        {
            throw new IsaaUnreachableException($"No Isaa server answers at {Address} ({Reason(e)}).", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IsaaUnreachableException($"The Isaa server at {Address} did not answer within {answerTime.TotalSeconds:0} seconds.", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new IsaaApiException(await ReadProblemAsync(response, cancellationToken));
        }
    }

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => "nothing accepts connections there",
        HttpRequestError.NameResolutionError => "the name is not known",
        HttpRequestError.SecureConnectionError => "the secure connection failed",
        _ => "the connection broke",
    };

    private async Task<Problem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                if (await JsonSerializer.DeserializeAsync(stream, ProtocolJson.Default.Problem, cancellationToken) is { } problem)
                {
                    return problem;
                }
            }
            catch (JsonException)
            {
                // Told below as what it is: an answer that is none of ours.
            }
        }

        return new Problem
        {
            Title = response.ReasonPhrase ?? response.StatusCode.ToString(),
            Status = (int)response.StatusCode,
            Code = response.StatusCode == HttpStatusCode.NotFound ? "endpoint_unknown" : "server_answer",
            Detail = $"{Address} answered {(int)response.StatusCode} {response.ReasonPhrase} to {response.RequestMessage?.RequestUri?.AbsolutePath}.",
        };
    }
}
