using Isaa.Agents.Sessions;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Context;

/// <summary>A message of a session as its model sees it for the time being.</summary>
internal sealed class PromptEntry
{
    /// <summary>From this part on, messages of a turn come from people.</summary>
    public const int PeoplePart = 10_000;

    public PromptEntry(SessionMessage message, ChatMessage chat)
    {
        Message = message;
        Chat = chat;
        Tokens = TokenEstimate.Of([chat]);
    }

    public SessionMessage Message { get; }

    /// <summary>What the model sees.</summary>
    public ChatMessage Chat { get; private set; }

    /// <summary>A rough count of its tokens; 0 when it is left out.</summary>
    public int Tokens { get; private set; }

    public bool IsLeftOut { get; private set; }

    public (int Run, int Turn) Turn => (Message.Place.Run, Message.Place.Turn);

    /// <summary>Whether a person wrote it.</summary>
    public bool IsOfPerson => IsPersons(Message);

    /// <summary>Whether a person wrote a message.</summary>
    public static bool IsPersons(SessionMessage message) => message.Role == SessionRole.User && (message.Place is { Turn: 0, Part: 0 } || message.Place.Part >= PeoplePart);

    /// <summary>Shows it shorter.</summary>
    /// <returns>The tokens that are saved.</returns>
    public int Show(ChatMessage chat)
    {
        var before = Tokens;
        (Chat, Tokens) = (chat, TokenEstimate.Of([chat]));
        return before - Tokens;
    }

    /// <summary>Leaves it out.</summary>
    /// <returns>The tokens that are saved.</returns>
    public int LeaveOut()
    {
        var before = Tokens;
        (IsLeftOut, Tokens) = (true, 0);
        return before;
    }
}
