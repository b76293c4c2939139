using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Isaa.Diagnostics;
using Isaa.Files;

namespace Isaa.Sandbox;

/// <summary>Proves the isolation by trying to break it: what the sandbox promises is tested on this machine, now.</summary>
public sealed class SandboxCheck
{
    private readonly ISandbox _sandbox;

    /// <summary>Creates the check.</summary>
    /// <param name="sandbox">The sandbox to test.</param>
    public SandboxCheck(ISandbox sandbox) => _sandbox = sandbox;

    /// <summary>Runs all trials; takes well under a second. A sandbox that cannot start is one finding.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<IReadOnlyList<SandboxFinding>> RunAsync(CancellationToken cancellationToken = default)
    {
        var outside = Directory.CreateTempSubdirectory("isaa-check-");
        try
        {
            var canary = Path.Combine(outside.FullName, "canary");
            await File.WriteAllTextAsync(canary, "canary", cancellationToken);
            var folder = outside.CreateSubdirectory("workspace");
            using var workspace = Workspace.Open(folder.FullName);
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            return await TryAsync(workspace, canary, port, cancellationToken);
        }
        catch (IsaaException e)
        {
            return [new SandboxFinding { Name = "start", IsOk = false, Message = e.Message }];
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    private static string Script(string canary, int port) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        report() { if [ "$2" = 0 ]; then echo "$1 broken"; else echo "$1 held"; fi; }
        cat '{{canary}}' >/dev/null 2>&1; report files $?
        cat /etc/shadow >/dev/null 2>&1; report secrets $?
        (echo > /usr/isaa-check || echo > /isaa-check || echo > /etc/isaa-check) 2>/dev/null; report system $?
        (exec 7<>/dev/tcp/127.0.0.1/{{port}}) >/dev/null 2>&1; report network $?
        [ "$(ls -d /proc/[0-9]* | wc -l)" -gt 12 ]; report processes $?
        [ "$(ls /proc/self/fd | wc -l)" -gt 4 ]; report descriptors $?
        grep -q '^Seccomp:[[:space:]]*2' /proc/self/status && ! unshare -U true 2>/dev/null; [ $? != 0 ]; report calls $?
        grep -q '^CapEff:[[:space:]]*0*$' /proc/self/status; [ $? != 0 ]; report privileges $?
        ls / >/dev/null 2>&1; report landlock $?
        echo ok 2>/dev/null > /workspace/written; [ "$(cat /workspace/written 2>/dev/null)" != ok ]; report workspace $?
        """);

    private async Task<IReadOnlyList<SandboxFinding>> TryAsync(Workspace workspace, string canary, int port, CancellationToken cancellationToken)
    {
        var shell = File.Exists("/bin/bash") ? "/bin/bash" : "/bin/sh";
        var result = await _sandbox.RunAsync(
            new SandboxRequest
            {
                Command = [shell, "-c", Script(canary, port)],
                Mounts = [new SandboxMount(workspace, Workspace.PathInSandbox)],
                WorkingFolder = Workspace.PathInSandbox,
                Limits = new SandboxLimits { WallTime = TimeSpan.FromSeconds(20) },
            },
            cancellationToken);
        var seen = result.Output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        List<SandboxFinding> findings =
        [
            Judge(seen, "files", "files outside the workspace cannot be read", "a file outside the workspace could be read"),
            Judge(seen, "secrets", "the system's secrets cannot be read", "/etc/shadow could be read"),
            Judge(seen, "system", "the system is read-only", "a file could be written outside the workspace"),
            Judge(seen, "network", "there is no network, not even loopback", "a loopback server could be reached"),
            Judge(seen, "processes", "other processes cannot be seen", "processes of the machine can be seen"),
            Judge(seen, "descriptors", "no descriptor of this process is handed in", "open files of this process are handed in"),
            Judge(seen, "calls", "dangerous system calls are refused", "the system call filter does not work"),
            Judge(seen, "privileges", "there are no capabilities", "code runs with capabilities"),
            Judge(seen, "workspace", "the workspace can be written", "the workspace cannot be written"),
        ];
        findings.Add(_sandbox is BubblewrapSandbox { HasLandlock: false }
            ? new SandboxFinding { Name = "landlock", IsOk = true, Message = "this kernel has no Landlock: namespaces and the system call filter are the only walls" }
            : Judge(seen, "landlock", "Landlock stands behind the namespaces as a second wall", "the second wall, Landlock, does not hold"));
        if (_sandbox is BubblewrapSandbox { RunsAsMachineRoot: true })
        {
            findings.Add(new SandboxFinding
            {
                Name = "user",
                IsOk = false,
                Message = "Isaa runs as root and code keeps root's user id, without its powers: id-mapped mounts or user namespaces do not work here. Run Isaa as an ordinary user.",
            });
        }

        return findings;
    }

    private static SandboxFinding Judge(HashSet<string> seen, string name, string held, string broken)
    {
        var isOk = seen.Contains($"{name} held");
        return new SandboxFinding { Name = name, IsOk = isOk, Message = isOk ? held : seen.Contains($"{name} broken") ? broken : "the trial did not run" };
    }
}
