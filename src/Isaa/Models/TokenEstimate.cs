using Microsoft.Extensions.AI;

namespace Isaa.Models;

/// <summary>Guesses how many tokens a text has, for checks before a call: one token per 3.7 characters. Thread safe.</summary>
public static class TokenEstimate
{
    private const double CharactersPerToken = 3.7;
    private const int CharactersPerMessage = 15;

    /// <summary>The estimate for a text, rounded up.</summary>
    /// <param name="text">The text.</param>
    public static int Of(string? text) => OfCharacters(text?.Length ?? 0);

    /// <summary>The estimate for all a call sends: messages, and the instructions and tools of its options.</summary>
    /// <param name="messages">The messages of the call.</param>
    /// <param name="options">The options of the call; null for none.</param>
    public static int Of(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        long characters = options?.Instructions?.Length ?? 0;
        foreach (var tool in options?.Tools ?? [])
        {
            characters += tool.Name.Length + tool.Description.Length + CharactersPerMessage
                + ((tool as AIFunctionDeclaration)?.JsonSchema.GetRawText().Length ?? 0);
        }

        foreach (var message in messages)
        {
            characters += CharactersPerMessage;
            foreach (var content in message.Contents)
            {
                characters += Characters(content);
            }
        }

        return OfCharacters(characters);
    }

    private static int OfCharacters(long characters) => (int)Math.Min(int.MaxValue, Math.Ceiling(characters / CharactersPerToken));

    private static long Characters(AIContent content) => content switch
    {
        TextContent text => text.Text.Length,
        FunctionCallContent call => call.Name.Length + ToolCallText.Arguments(call).Length,
        FunctionResultContent result => ToolCallText.Result(result).Length,
        _ => 0,
    };
}
