using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Isaa.Diagnostics;
using Isaa.Sandbox;
using Isaa.Sandbox.Launching;
using Isaa.Sandbox.Networking;
using Isaa.Tests.Files;

namespace Isaa.Tests.Sandbox;

/// <summary>What a program cannot reach, as root with a user id of its own, as root without, and (run by another test) as an ordinary user.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed partial class SandboxIsolationTests
{
    public static TheoryData<bool> Ways => Environment.IsPrivilegedProcess ? [true, false] : [true];

    [Theory, MemberData(nameof(Ways))]
    public async Task A_program_works_in_the_workspace_and_its_files_belong_to_the_owner(bool usesOwnUser)
    {
        using var bed = new SandboxBed(usesOwnUser);
        await File.WriteAllTextAsync(Path.Combine(bed.Folder, "given.txt"), "given", TestContext.Current.CancellationToken);
        bed.Workspace.Write("written/by-tool.txt", "tool"u8);

        var result = await bed.ShellAsync("cat given.txt && echo more >> given.txt && echo more >> written/by-tool.txt && mkdir made && echo x > made/x && stat -c %U given.txt");

        Assert.Equal((0, SandboxOutcome.Exited, ""), (result.ExitCode, result.Outcome, result.Error.Text));
        Assert.StartsWith("given", result.Output.Text, StringComparison.Ordinal);
        Assert.Equal("givenmore\n", await File.ReadAllTextAsync(Path.Combine(bed.Folder, "given.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(OwnerOf(bed.Folder), OwnerOf(Path.Combine(bed.Folder, "made", "x")));
    }

    [Fact]
    public async Task As_root_a_program_has_a_user_id_of_its_own()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root gives programs another user id");
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync("id -u; cat /proc/self/uid_map");

        Assert.Equal(["1702453001", "1702453001", "0", "1"], result.Output.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_folder_of_an_ordinary_user_is_writable_when_root_runs_a_program_in_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root works in other people's folders");
        using var bed = new SandboxBed();
        Assert.Equal(0, ChangeOwner(bed.Folder, 4242, 4243));
        using var workspace = Isaa.Files.Workspace.Open(bed.Folder);

        var result = await bed.Sandbox.RunAsync(
            new SandboxRequest { Command = ["/bin/sh", "-c", "echo hi > new.txt"], Mounts = [new(workspace, "/workspace")], WorkingFolder = "/workspace" },
            TestContext.Current.CancellationToken);

        Assert.Equal("", result.Error.Text);
        Assert.Equal("4242:4243", OwnerOf(Path.Combine(bed.Folder, "new.txt")));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Files_outside_the_workspace_cannot_be_read_or_written(bool usesOwnUser)
    {
        using var bed = new SandboxBed(usesOwnUser);
        using var outside = new TemporaryFolder();
        await File.WriteAllTextAsync(outside["canary"], "the-canary", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(outside["canary"], UnixFileMode.UserRead);

        var result = await bed.ShellAsync(
            $"""
            cat {outside["canary"]} /proc/1/root{outside["canary"]} /etc/shadow; ls /root /home /var
            for place in / /usr /usr/bin /etc /dev /proc /proc/sys/kernel/core_pattern; do echo x > $place/made || echo x > $place; done
            cat /made /usr/made /etc/made /dev/made
            mkdir -p {outside.Path} && echo x > {outside["made"]}
            exit 0
            """);

        Assert.DoesNotContain("the-canary", result.Output.Text + result.Error.Text, StringComparison.Ordinal);
        Assert.Equal("", result.Output.Text);
        Assert.Equal([outside["canary"]], Directory.GetFiles(outside.Path));
        Assert.DoesNotContain("made", Directory.GetFiles("/usr").Concat(Directory.GetFiles("/")).Select(Path.GetFileName));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Not_even_a_server_on_loopback_can_be_reached(bool usesOwnUser)
    {
        using var bed = new SandboxBed(usesOwnUser);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var result = await bed.PythonAsync(
            $"""
            import socket
            for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
                try:
                    s = socket.socket(family, socket.SOCK_STREAM if family in (socket.AF_INET, socket.AF_INET6) else socket.SOCK_RAW)
                    s.connect(('127.0.0.1', {((IPEndPoint)listener.LocalEndpoint).Port}))
                    print('reached', family)
                except OSError as e:
                    print(e.errno)
            """);

        Assert.Equal("1\n1\n1\n1\n", result.Output.Text);
        Assert.False(listener.Pending());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Environment_processes_and_descriptors_of_the_host_are_not_there(bool usesOwnUser)
    {
        using var bed = new SandboxBed(usesOwnUser);
        Environment.SetEnvironmentVariable("ISAA_TEST_SECRET", "the-secret");
        using var kept = File.OpenHandle("/etc/hostname");
        var leaking = Duplicate((int)kept.DangerousGetHandle()); // a descriptor that is inherited, as careless libraries make them
        try
        {
            var result = await bed.PythonAsync("import os; print(sorted(os.environ)); print(len([p for p in os.listdir('/proc') if p.isdigit()])); print([f for f in range(3, 256) if os.path.lexists(f'/proc/self/fd/{f}')])");

            var lines = result.Output.Text.Split('\n');
            Assert.Equal("['HOME', 'LANG', 'PATH', 'PWD', 'TMPDIR']", lines[0].Replace("'OLDPWD', ", "", StringComparison.Ordinal));
            Assert.Equal("2", lines[1]); // bubblewrap's own first process and this one
            Assert.Equal("[3]", lines[2].Replace("[]", "[3]", StringComparison.Ordinal));
        }
        finally
        {
            _ = Close(leaking);
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Capabilities_are_gone_and_dangerous_calls_fail(bool usesOwnUser)
    {
        using var bed = new SandboxBed(usesOwnUser);

        var result = await bed.PythonAsync(
            """
            import ctypes, platform
            libc = ctypes.CDLL(None, use_errno=True)
            arm = platform.machine() == 'aarch64'
            calls = {'ptrace': (117, 101), 'unshare': (97, 272), 'mount': (40, 165), 'bpf': (280, 321), 'keyctl': (219, 250), 'io_uring_setup': (425, 425),
                     'memfd_create': (279, 319), 'perf_event_open': (241, 298), 'userfaultfd': (282, 323), 'setns': (268, 308), 'shmget': (194, 29)}
            for name, (on_arm, on_x64) in calls.items():
                ctypes.set_errno(0)
                result = libc.syscall(on_arm if arm else on_x64, 0, 0, 0, 0, 0)
                if (result, ctypes.get_errno()) != (-1, 1):
                    print(name, result, ctypes.get_errno())
            ctypes.set_errno(0)
            print('clone', libc.syscall(220 if arm else 56, 0x10000000 | 17, 0, 0, 0, 0), ctypes.get_errno())
            print([line.split()[1] for line in open('/proc/self/status') if line.startswith(('CapEff', 'CapPrm', 'CapBnd', 'NoNewPrivs', 'Seccomp:'))])
            """);

        Assert.Equal("clone -1 1\n['0000000000000000', '0000000000000000', '0000000000000000', '1', '2']\n", result.Output.Text);
    }

    [Fact]
    public void A_thread_that_started_a_program_is_where_it_was_and_so_are_the_threads_it_makes()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root hands folders in from a namespace of its own");
        using var bed = new SandboxBed();
        var settings = new LaunchSettings { Bubblewrap = "/bin/true", UsesOwnUser = true, LandlockVersion = 0, Network = NetworkPolicy.Public };
        var request = new SandboxRequest { Command = ["/bin/true"], Mounts = [new(bed.Workspace, "/workspace")] };
        (string? Before, string? After, string? Child) seen = default;
        var thread = new Thread(() =>
        {
            seen.Before = Where();
            using var launched = LaunchedProcess.Start(settings, request, new SandboxLimits(), new OutputDrain(1024));
            launched.Process.WaitForExit();
            seen.After = Where();
            var child = new Thread(() => seen.Child = Where());
            child.Start();
            child.Join();
        });

        thread.Start();
        thread.Join();

        Assert.Equal((seen.Before, seen.Before), (seen.After, seen.Child));

        static string Where() => $"{new FileInfo("/proc/thread-self/ns/mnt").LinkTarget} {new FileInfo("/proc/thread-self/cwd").LinkTarget} {File.ReadAllText("/proc/thread-self/stat").Split(") ")[1].Split(' ')[16]}";
    }

    [Fact]
    public async Task The_check_finds_everything_in_order()
    {
        using var bed = new SandboxBed();

        var findings = await new SandboxCheck(bed.Sandbox).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(10, findings.Count);
        Assert.All(findings, static finding => Assert.True(finding.IsOk, $"{finding.Name}: {finding.Message}"));
    }

    [Fact]
    public async Task Without_bubblewrap_nothing_runs_and_the_message_says_how_to_install_it()
    {
        using var bed = new SandboxBed(bubblewrap: "/nonexistent/bwrap");

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.ShellAsync("echo ran > ran.txt"));

        Assert.Equal("sandbox_unavailable", error.Code);
        Assert.Contains("bubblewrap", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(bed.Folder, "ran.txt")));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_launcher_that_fails_is_reported_and_never_passed_over(bool usesOwnUser)
    {
        using var tools = new TemporaryFolder();
        await File.WriteAllTextAsync(tools["bwrap"], "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(tools["bwrap"], (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(tools.Path, (UnixFileMode)0b111_101_101);
        using var bed = new SandboxBed(usesOwnUser, tools["bwrap"]);

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.ShellAsync("true"));

        Assert.Equal("sandbox_unavailable", error.Code);
        Assert.Contains("No permissions to create new namespace", error.Message, StringComparison.Ordinal);
    }

    private static string OwnerOf(string path)
    {
        var start = new System.Diagnostics.ProcessStartInfo("/usr/bin/stat", ["-c", "%u:%g", path]) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
