namespace Isaa.Agents.Control;

/// <summary>The signals by which people and other agents guide a run.</summary>
internal static class RunSignals
{
    /// <summary>Stop at the next turn and wait.</summary>
    public const string Pause = "pause";

    /// <summary>Go on.</summary>
    public const string Resume = "resume";

    /// <summary>Take this into account from the next turn on.</summary>
    public const string Steer = "steer";
}
