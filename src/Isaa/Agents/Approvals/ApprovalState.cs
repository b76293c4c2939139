namespace Isaa.Agents.Approvals;

/// <summary>Where the question of a tool call stands. The numbers are stored.</summary>
public enum ApprovalState
{
    /// <summary>Nobody has decided.</summary>
    Pending = 0,

    /// <summary>A person allowed the call; it has not begun.</summary>
    Approved = 1,

    /// <summary>A person refused the call.</summary>
    Denied = 2,

    /// <summary>Nobody decided in time; the call was refused.</summary>
    Expired = 3,

    /// <summary>The allowed call began. The answer counts for no other.</summary>
    Used = 4,

    /// <summary>The run ended before the call could begin.</summary>
    Withdrawn = 5,
}
