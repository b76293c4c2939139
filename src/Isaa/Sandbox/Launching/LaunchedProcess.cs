using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Isaa.Sandbox.Networking;

namespace Isaa.Sandbox.Launching;

/// <summary>
/// The launcher of one sandbox and what runs in it. The thread that starts it must live as long as it: the kernel kills the launcher with that
/// thread.
/// </summary>
internal sealed partial class LaunchedProcess : IDisposable
{
    private static readonly TimeSpan PatienceAfterDeath = TimeSpan.FromSeconds(30);

    /// <summary>Sandboxed programs yield to everything else.</summary>
    private const int Niceness = 10;

    private readonly OutputDrain _error;
    private readonly NetworkProxy? _proxy;

    private LaunchedProcess(Process process, OutputDrain error, NetworkProxy? proxy) => (Process, _error, _proxy) = (process, error, proxy);

    /// <summary>The launcher.</summary>
    public Process Process { get; }

    /// <summary>Starts the launcher on the calling thread.</summary>
    /// <param name="settings">How sandboxes are started here.</param>
    /// <param name="request">What to run.</param>
    /// <param name="limits">Within which limits.</param>
    /// <param name="error">What takes the standard error, in whose beginning the launcher's notes are.</param>
    public static LaunchedProcess Start(LaunchSettings settings, SandboxRequest request, SandboxLimits limits, OutputDrain error)
    {
        var proxy = request.Network is { } network ? NetworkProxy.Start(network, settings.Network) : null;
        try
        {
            var process = Start(settings, proxy is null ? request : request with { Mounts = [.. request.Mounts, proxy.Mount] }, limits);
            return new LaunchedProcess(process, error, proxy);
        }
        catch
        {
            proxy?.Dispose();
            throw;
        }
    }

    private static Process Start(LaunchSettings settings, SandboxRequest request, SandboxLimits limits)
    {
        IReadOnlyList<string> folders = [.. request.Mounts.Select(static mount => mount.Folder.CurrentPath)];
        using var home = settings.UsesOwnUser ? MappedMounts.Stage(request.Mounts, out folders) : null;
        var start = new ProcessStartInfo("/bin/sh", LaunchCommand.Build(settings, request, limits, folders))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        LauncherCalls.KeepDescriptorsFromChildren();
        var process = Process.Start(start) ?? throw new Win32Exception("/bin/sh did not start.");
        LauncherCalls.SetNiceness(process.Id, Niceness); // of the shell, long before it has started anything
        return process;
    }

    /// <summary>Ends everything. The first process of the namespace takes all others with it.</summary>
    public void Kill()
    {
        if (Process.HasExited)
        {
            return;
        }

        // Against a bomb it must not wait its turn among them.
        if (FindFirstProcess() is { } first)
        {
            LauncherCalls.SetNiceness(first, 0);
            LauncherCalls.Kill(first);
        }

        Process.Kill();
    }

    /// <summary>
    /// Waits until the first process of the sandbox's process namespace has ended: the kernel lets it end only after all others are gone.
    /// </summary>
    public void WaitForFirstProcess()
    {
        if (FindFirstProcess() is { } first && !LauncherCalls.WaitForEnd(first, PatienceAfterDeath))
        {
            throw new InvalidOperationException("Processes of the sandbox are still there after the sandbox was killed.");
        }
    }

    public void Dispose()
    {
        Process.Dispose();
        _proxy?.Dispose();
    }

    private int? FindFirstProcess() =>
        _error.Preamble is { } preamble && FirstProcess().Match(preamble) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("\"child-pid\": ([0-9]+)")]
    private static partial Regex FirstProcess();
}
