using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Isaa.Models.Routing;

/// <summary>Calls the next model when one fails before anything of its answer was handed on.</summary>
internal sealed class FallbackChatClient(IReadOnlyList<Model> models, ModelRouter router) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (model, stream, hasFirst) = await StartAsync(messages, options, cancellationToken);
        await using (stream)
        {
            while (hasFirst)
            {
                (stream.Current.AdditionalProperties ??= [])[ModelRoute.AnsweredByKey] = model.Name;
                yield return stream.Current;
                hasFirst = await stream.MoveNextAsync();
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => models[0].Client.GetService(serviceType, serviceKey);

    public void Dispose()
    {
    }

    private async Task<(Model Model, IAsyncEnumerator<ChatResponseUpdate> Stream, bool HasFirst)> StartAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var failures = new List<ModelException>();
        foreach (var model in router.Order(models))
        {
            var stream = model.Client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                var hasFirst = await stream.MoveNextAsync();
                router.Answered(model);
                return (model, stream, hasFirst);
            }
            catch (ModelException failure)
            {
                await stream.DisposeAsync();
                router.Failed(model, failure);
                failures.Add(failure);
            }
            catch
            {
                await stream.DisposeAsync();
                throw;
            }
        }

        throw Sum(failures);
    }

    // As long as one may work later, the call may be made again; it waits for the first that is back.
    private static ModelException Sum(List<ModelException> failures)
    {
        var passing = failures.Where(failure => failure.IsTransient).ToList();
        var worst = passing.FirstOrDefault() ?? failures[0];
        return new ModelException(
            worst.Code, $"No model could be called. {string.Join(" ", failures.Select(failure => failure.Message))}", worst.IsTransient, worst)
        {
            RetryAfter = passing.Any(failure => failure.RetryAfter is null) ? null : passing.Min(failure => failure.RetryAfter),
        };
    }
}
