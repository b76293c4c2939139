using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling.Dialects;

/// <summary>How one kind of model API is asked and understood. Thread safe.</summary>
internal interface IModelDialect
{
    /// <summary>The request for a streamed answer, with its key.</summary>
    HttpRequestMessage Ask(IReadOnlyList<ChatMessage> messages, ChatOptions? options);

    /// <summary>A reader for one answer.</summary>
    /// <param name="messageCount">How many messages the request had.</param>
    IStreamedAnswer Answer(int messageCount);
}
