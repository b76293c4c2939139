using System.ComponentModel;
using Isaa.Diagnostics;
using Isaa.Sandbox.Launching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Isaa.Sandbox;

/// <summary>The sandbox on Linux: bubblewrap starts the program, this process watches it.</summary>
internal sealed partial class BubblewrapSandbox(IOptions<SandboxOptions> options, TimeProvider time, ILogger<BubblewrapSandbox> logger) : ISandbox
{
    private static readonly string[] Places = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"];

    private volatile bool _usesOwnUser = OperatingSystem.IsLinux() && HostUser.IsMachineRoot && options.Value.UsesOwnUser;

    /// <summary>True when programs run under a user id of their own although Isaa runs as root; may turn false at the first run.</summary>
    public bool UsesOwnUser => _usesOwnUser;

    /// <summary>True when programs run as the machine's root, without its capabilities.</summary>
    public bool RunsAsMachineRoot => OperatingSystem.IsLinux() && HostUser.IsMachineRoot && !_usesOwnUser;

    public async Task<SandboxResult> RunAsync(SandboxRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bubblewrap = FindBubblewrap();
        var limits = request.Limits ?? options.Value.Limits;
        foreach (var mount in request.Mounts)
        {
            if (!Directory.Exists(mount.Folder.CurrentPath))
            {
                throw new IsaaException("folder_not_found", $"The folder '{mount.Folder.Root}' is gone.");
            }
        }

        if (_usesOwnUser)
        {
            if (await TryWithOwnUserAsync(bubblewrap, request, limits, cancellationToken) is { } result)
            {
                return result;
            }
        }

        var (plain, started) = await new SandboxExecution(request, limits, time, cancellationToken).RunAsync(bubblewrap, usesOwnUser: false);
        return started ? plain : throw SandboxRemedy.Explain(plain);
    }

    /// <summary>Null when this machine or this folder's file system cannot do it; nothing of the program has run then.</summary>
    private async Task<SandboxResult?> TryWithOwnUserAsync(
        string bubblewrap, SandboxRequest request, SandboxLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            var execution = new SandboxExecution(request, limits, time, cancellationToken);
            var (result, started) = await execution.RunAsync(bubblewrap, usesOwnUser: true);
            if (started)
            {
                return result;
            }

            _usesOwnUser = false;
            LogNoOwnUser(logger, result.Error.Text.Trim());
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            LogNoOwnUser(logger, e.Message);
        }

        return null;
    }

    private string FindBubblewrap()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new IsaaException(
                "sandbox_unavailable",
                "Code and shell tools run on Linux only: their isolation (bubblewrap) does not exist here. Run Isaa on Linux, in WSL or in a virtual machine.");
        }

        var place = options.Value.BubblewrapPath is { } given ? (File.Exists(given) ? given : null) : Places.FirstOrDefault(File.Exists);
        return place ?? throw new IsaaException(
            "sandbox_unavailable", $"bubblewrap is not installed, and code never runs without isolation. Install it: {SandboxRemedy.InstallCommand("bubblewrap")}");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sandboxed programs could not get a user id of their own and ran as root without capabilities: {Reason}")]
    private static partial void LogNoOwnUser(ILogger logger, string reason);
}
