namespace Isaa.Agents.Sessions;

/// <summary>Who wrote a message of a session. The numbers are stored.</summary>
public enum SessionRole
{
    /// <summary>The user, or the engine where it speaks to the model in the user's place.</summary>
    User = 0,

    /// <summary>The model.</summary>
    Assistant = 1,

    /// <summary>A tool's result.</summary>
    Tool = 2,
}
