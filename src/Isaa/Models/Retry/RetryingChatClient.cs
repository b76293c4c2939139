using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Isaa.Models.Retry;

/// <summary>Repeats a call after a failure that may pass, as long as nothing of the answer was handed on.</summary>
internal sealed partial class RetryingChatClient(IChatClient inner, string model, ModelOptions options, TimeProvider time, ILogger<RetryingChatClient> logger)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                return await InnerClient.GetResponseAsync(messages, options, cancellationToken);
            }
            catch (ModelException failure) when (MayRetry(failure, retry))
            {
                await WaitAsync(failure, retry, cancellationToken);
            }
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (stream, hasFirst) = await StartAsync(messages, options, cancellationToken);
        await using (stream)
        {
            while (hasFirst)
            {
                yield return stream.Current;
                hasFirst = await stream.MoveNextAsync();
            }
        }
    }

    private async Task<(IAsyncEnumerator<ChatResponseUpdate> Stream, bool HasFirst)> StartAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? chatOptions, CancellationToken cancellationToken)
    {
        for (var retry = 1; ; retry++)
        {
            var stream = InnerClient.GetStreamingResponseAsync(messages, chatOptions, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                return (stream, await stream.MoveNextAsync());
            }
            catch (ModelException failure) when (MayRetry(failure, retry))
            {
                await stream.DisposeAsync();
                await WaitAsync(failure, retry, cancellationToken);
            }
            catch
            {
                await stream.DisposeAsync();
                throw;
            }
        }
    }

    private bool MayRetry(ModelException failure, int retry) =>
        failure.IsTransient && retry <= options.MaxRetries && (failure.RetryAfter is null || failure.RetryAfter <= options.MaxRetryDelay);

    private async Task WaitAsync(ModelException failure, int retry, CancellationToken cancellationToken)
    {
        var delay = failure.RetryAfter ?? BackOff.Delay(options.RetryDelay, options.MaxRetryDelay, retry, Random.Shared.NextDouble());
        LogRetry(model, failure.Code, retry, delay.TotalMilliseconds);
        await Task.Delay(delay, time, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Model} failed with {Code}; retry {Retry} waits {DelayMs} ms.")]
    private partial void LogRetry(string model, string code, int retry, double delayMs);
}
