namespace Isaa.Jobs.Flows;

/// <summary>
/// What a job does when one it waits for ends failed, cancelled or dead. The numbers are stored and never change their meaning.
/// </summary>
public enum FailurePolicy
{
    /// <summary>It fails too, at once and without running: <c>dependency_failed</c>. The default.</summary>
    Fail = 0,

    /// <summary>It takes the failure for an end like any other and waits for the rest.</summary>
    Ignore = 1,

    /// <summary>It goes on at once and waits for none of the rest.</summary>
    Continue = 2,

    /// <summary>It goes on waiting until the failed one is retried by hand and ends well, or its own time is up.</summary>
    Wait = 3,
}
