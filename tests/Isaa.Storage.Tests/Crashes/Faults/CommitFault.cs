namespace Isaa.Storage.Tests.Crashes.Faults;

/// <summary>What happens on the way to a server.</summary>
public enum CommitFault
{
    /// <summary>The connection is cut before the server hears of a request, a commit or another.</summary>
    CutBefore,

    /// <summary>The connection is cut when the server has committed and its answer is on the way.</summary>
    CutAfter,

    /// <summary>The answer to a commit takes long.</summary>
    Slow,
}
