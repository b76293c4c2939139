using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Isaa.Models.Tracing;

/// <summary>Traces and measures each call of a model, its repetitions included.</summary>
internal sealed class TracedChatClient(IChatClient inner, string name, Uri? address, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> all = [.. messages];
        using var call = new ModelCallTrace(name, address, all, options, time);
        try
        {
            var response = await InnerClient.GetResponseAsync(all, options, cancellationToken);
            foreach (var update in response.ToChatResponseUpdates())
            {
                call.Take(update, isStreamed: false);
            }

            return response;
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> all = [.. messages];
        using var call = new ModelCallTrace(name, address, all, options, time);
        await using var stream = InnerClient.GetStreamingResponseAsync(all, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await stream.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception e)
            {
                call.Fail(e);
                throw;
            }

            call.Take(stream.Current, isStreamed: true);
            yield return stream.Current;
        }
    }
}
