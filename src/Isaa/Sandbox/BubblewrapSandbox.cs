using System.ComponentModel;
using Isaa.Diagnostics;
using Isaa.Sandbox.Launching;
using Microsoft.Extensions.Options;

namespace Isaa.Sandbox;

/// <summary>The sandbox on Linux: bubblewrap starts the program, this process watches it.</summary>
internal sealed class BubblewrapSandbox(SandboxLauncher launcher, IOptions<SandboxOptions> options, TimeProvider time) : ISandbox
{
    /// <summary>True when programs run as the machine's root, without its capabilities.</summary>
    public bool RunsAsMachineRoot => launcher.RunsAsMachineRoot;

    /// <summary>Whether programs stand behind Landlock too.</summary>
    public bool HasLandlock => launcher.LandlockVersion > 0;

    public async Task<SandboxResult> RunAsync(SandboxRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = launcher.FindBubblewrap();
        var limits = request.Limits ?? options.Value.Limits;
        foreach (var mount in request.Mounts)
        {
            if (!Directory.Exists(mount.Folder.CurrentPath))
            {
                throw new IsaaException("folder_not_found", $"The folder '{mount.Folder.Root}' is gone.");
            }
        }

        if (launcher.UsesOwnUser)
        {
            if (await TryWithOwnUserAsync(request, limits, cancellationToken) is { } result)
            {
                return result;
            }
        }

        var (plain, started) = await new SandboxExecution(request, limits, time, cancellationToken).RunAsync(launcher.Settings(usesOwnUser: false));
        return started ? plain : throw SandboxRemedy.Explain(plain);
    }

    /// <summary>Null when this machine or this folder's file system cannot do it; nothing of the program has run then.</summary>
    private async Task<SandboxResult?> TryWithOwnUserAsync(SandboxRequest request, SandboxLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            var execution = new SandboxExecution(request, limits, time, cancellationToken);
            var (result, started) = await execution.RunAsync(launcher.Settings(usesOwnUser: true));
            if (started)
            {
                return result;
            }

            launcher.GiveUpOwnUser(result.Error.Text.Trim());
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            launcher.GiveUpOwnUser(e.Message);
        }

        return null;
    }
}
