using Isaa.Agents.Sessions;

namespace Isaa.Agents.Calls;

/// <summary>A call of the newest turn, and where its result goes.</summary>
/// <param name="Call">The call.</param>
/// <param name="Place">The place of its result in the session.</param>
internal readonly record struct OneCall(SessionCall Call, SessionPlace Place)
{
    public string Id => Call.Id;

    public int Turn => Place.Turn;
}
