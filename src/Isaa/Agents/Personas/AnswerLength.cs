using System.Text.Json.Serialization;
using Isaa.Agents.Settings;

namespace Isaa.Agents.Personas;

/// <summary>The length of an answer, in words.</summary>
[JsonConverter(typeof(EnumText<AnswerLength>))]
public enum AnswerLength
{
    /// <summary>10 to 50.</summary>
    MiniChat,

    /// <summary>50 to 150.</summary>
    ChatConversation,

    /// <summary>100 to 250, tables included.</summary>
    TableConversation,

    /// <summary>300 to 800.</summary>
    DetailedIndepth,

    /// <summary>800 to 2000.</summary>
    PhdLevel,
}
