using Microsoft.Extensions.AI;

namespace Isaa.Models;

/// <summary>A model that is ready to be called. Thread safe; owned by the catalog.</summary>
public sealed record Model
{
    /// <summary>Provider and model, for example <c>openrouter/openai/gpt-4o</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The client. It retries by itself while nothing was streamed (429 and 5xx, obeying Retry-After) and throws <see cref="ModelException"/>
    /// for every failure of the service.
    /// </summary>
    public required IChatClient Client { get; init; }

    /// <summary>How many tokens input and output may have together; null when unknown.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>How many tokens one answer may have; null when unknown.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>What tokens cost; null when unknown.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>True for a playbook: it follows a script and is not a language model.</summary>
    public bool IsScripted { get; init; }
}
