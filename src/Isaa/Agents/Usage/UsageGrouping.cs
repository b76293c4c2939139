namespace Isaa.Agents.Usage;

/// <summary>By what calls are summed up.</summary>
public enum UsageGrouping
{
    /// <summary>All in one sum.</summary>
    None,

    /// <summary>By day in UTC, the newest first.</summary>
    Day,

    /// <summary>By agent, the dearest first.</summary>
    Agent,

    /// <summary>By session, the dearest first.</summary>
    Session,

    /// <summary>By run, the dearest first.</summary>
    Run,

    /// <summary>By model, the dearest first.</summary>
    Model,
}
