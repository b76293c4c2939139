namespace Isaa.Protocol.Jobs.Changes;

/// <summary>What can be done to many jobs.</summary>
public static class JobActions
{
    /// <summary>Ends jobs that have not ended; held ones are told.</summary>
    public const string Cancel = "cancel";

    /// <summary>Makes failed, cancelled and dead jobs run again.</summary>
    public const string Retry = "retry";

    /// <summary>Makes delayed jobs ready now.</summary>
    public const string Promote = "promote";

    /// <summary>Gives jobs that have not ended another priority.</summary>
    public const string Reprioritise = "reprioritise";

    /// <summary>Gives jobs that have not started another time.</summary>
    public const string Reschedule = "reschedule";

    /// <summary>Deletes jobs; those that have not ended are cancelled first, held ones stay.</summary>
    public const string Delete = "delete";

    /// <summary>All actions.</summary>
    public static IReadOnlyList<string> All { get; } = [Cancel, Retry, Promote, Reprioritise, Reschedule, Delete];
}
