using Isaa.Diagnostics;

namespace Isaa.Sandbox;

/// <summary>Runs untrusted programs behind the operating system's isolation, or not at all. Thread safe.</summary>
public interface ISandbox
{
    /// <summary>
    /// Runs one program to its end. It sees a read-only system, the folders of the request, a small temporary folder and nothing else: no network,
    /// no other process, no environment, no descriptor but its three streams. When this returns, every process it started is gone.
    /// </summary>
    /// <param name="request">What to run and within which limits.</param>
    /// <param name="cancellationToken">Kills the program and everything it started.</param>
    /// <exception cref="IsaaException"><c>sandbox_unavailable</c> when isolation cannot start, with the reason and the command that helps.</exception>
    Task<SandboxResult> RunAsync(SandboxRequest request, CancellationToken cancellationToken = default);
}
