using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Storage.Jobs.Moves;

namespace Isaa.Storage.Jobs.Flows;

/// <summary>One job that another is about to wait for.</summary>
/// <param name="Head">The job that is waited for; its row is locked.</param>
/// <param name="Dependency">How it is waited for.</param>
internal sealed record Edge(JobHead Head, JobDependency Dependency)
{
    /// <summary>It ended, and not well.</summary>
    public bool HasFailed => Head.State.IsFinal() && Head.State != JobState.Completed;

    /// <summary>It holds the other back.</summary>
    public bool IsOpen => !Head.State.IsFinal() || (HasFailed && Dependency.OnFailure == FailurePolicy.Wait);

    /// <summary>It fails the other.</summary>
    public bool Fails => HasFailed && Dependency.OnFailure == FailurePolicy.Fail;

    /// <summary>It lets the other go on without the rest.</summary>
    public bool Releases => HasFailed && Dependency.OnFailure == FailurePolicy.Continue;
}
