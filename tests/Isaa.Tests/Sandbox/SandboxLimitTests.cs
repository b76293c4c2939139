using Isaa.Sandbox;

namespace Isaa.Tests.Sandbox;

/// <summary>Bombs. Each is bounded by the sandbox itself.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SandboxLimitTests
{
    public static TheoryData<bool> Ways => SandboxIsolationTests.Ways;

    [Fact]
    public async Task The_system_refuses_processes_over_the_limit()
    {
        using var bed = new SandboxBed();

        var result = await bed.PythonAsync(
            """
            import os, time
            count = 0
            try:
                while count < 500:
                    if os.fork() == 0:
                        time.sleep(60); os._exit(0)
                    count += 1
            except OSError as e:
                print(count, e.errno)
            """);

        var parts = result.Output.Text.Split(' ');
        Assert.Equal("11", parts[1].Trim());
        Assert.InRange(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), 10, 64);
        Assert.Empty(bed.Survivors());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_fork_bomb_is_over_in_bounded_time_and_leaves_nothing(bool usesOwnUser)
    {
        using var bed = new SandboxBed(usesOwnUser);

        var result = await bed.PythonAsync(
            """
            import os
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
            """, limits => limits with { WallTime = TimeSpan.FromSeconds(2) });

        Assert.Contains(result.Outcome, new[] { SandboxOutcome.Timeout, SandboxOutcome.ProcessLimit, SandboxOutcome.MemoryLimit });
        Assert.Empty(bed.Survivors());
    }

    [Fact]
    public async Task One_process_that_wants_too_much_memory_is_refused_it()
    {
        using var bed = new SandboxBed();

        var result = await bed.PythonAsync("x = bytearray(1 << 30)");

        Assert.Equal((SandboxOutcome.Exited, 1), (result.Outcome, result.ExitCode));
        Assert.Contains("MemoryError", result.Error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x = bytearray(100 << 20); x[::4096] = b'x' * len(x[::4096])")]
    [InlineData("import mmap; x = mmap.mmap(-1, 100 << 20); [x.__setitem__(i, 1) for i in range(0, 100 << 20, 4096)]")]
    public async Task Many_processes_that_together_use_too_much_memory_are_killed(string useHundredMegabytes)
    {
        using var bed = new SandboxBed();

        var result = await bed.PythonAsync(
            $"""
            import os, time
            for i in range(5):
                if os.fork() == 0:
                    {useHundredMegabytes}
                    time.sleep(60)
            time.sleep(60)
            """);

        Assert.Equal(SandboxOutcome.MemoryLimit, result.Outcome);
        Assert.Null(result.ExitCode);
        Assert.Empty(bed.Survivors());
    }

    [Theory]
    [InlineData("while :; do :; done")]
    [InlineData("trap '' TERM INT HUP QUIT; while :; do sleep 1; done")]
    public async Task An_endless_program_is_killed_whatever_signals_it_ignores(string script)
    {
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync("echo begun; " + script, limits => limits with { WallTime = TimeSpan.FromSeconds(1) });

        Assert.Equal((SandboxOutcome.Timeout, "begun\n"), (result.Outcome, result.Output.Text));
        Assert.Empty(bed.Survivors());
    }

    [Fact]
    public async Task Processor_time_is_limited_by_itself()
    {
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync("while :; do :; done", limits => limits with { CpuSeconds = 1 });

        Assert.Equal(SandboxOutcome.Killed, result.Outcome);
    }

    [Fact]
    public async Task A_grandchild_in_a_session_of_its_own_does_not_survive_a_program_that_ends()
    {
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync($"(setsid sh -c 'sleep 1000; : {bed.Token}' >/dev/null 2>&1 </dev/null &) ; echo over");

        Assert.Equal("over\n", result.Output.Text);
        Assert.Empty(bed.Survivors());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Cancelling_kills_everything(bool usesOwnUser)
    {
        using var bed = new SandboxBed(usesOwnUser);
        using var cancel = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(bed.Folder) { EnableRaisingEvents = true };
        watcher.Created += (_, _) => cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bed.ShellAsync("(setsid sleep 1000 &); touch begun; sleep 1000", cancellationToken: cancel.Token));

        Assert.Empty(bed.Survivors());
    }

    [Fact]
    public async Task Endless_output_is_cut_and_its_writer_killed()
    {
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync("head -c 1000000000 /dev/zero | tr '\\0' 'x'", limits => limits with { OutputBytes = 10_000 });

        Assert.Equal(SandboxOutcome.OutputLimit, result.Outcome);
        Assert.InRange(result.Output.Text.Length, 10_000, 10_200);
        Assert.True(result.Output.TotalBytes < 1_000_000_000, "it was not stopped");
    }

    [Fact]
    public async Task Long_output_keeps_its_beginning_and_end_and_says_what_is_missing()
    {
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync("printf first; head -c 50000 /dev/zero | tr '\\0' 'x'; printf last; printf 'first-error' >&2", limits => limits with { OutputBytes = 2_000 });

        Assert.Equal((SandboxOutcome.Exited, 50_009L, 48_009L), (result.Outcome, result.Output.TotalBytes, result.Output.CutBytes));
        Assert.StartsWith("firstx", result.Output.Text, StringComparison.Ordinal);
        Assert.EndsWith("xlast", result.Output.Text, StringComparison.Ordinal);
        Assert.Contains("48,009 of 50,009 bytes left out", result.Output.Text, StringComparison.Ordinal);
        Assert.Equal("first-error", result.Error.Text);
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/dev/shm")]
    public async Task Temporary_folders_have_a_size(string folder)
    {
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync($"head -c 100000000 /dev/zero > {folder}/bomb; stat -c %s {folder}/bomb");

        Assert.Contains("No space left", result.Error.Text, StringComparison.Ordinal);
        Assert.Equal($"{8 << 20}\n", result.Output.Text);
    }

    [Fact]
    public async Task A_file_in_the_workspace_cannot_grow_without_end()
    {
        using var bed = new SandboxBed();

        await bed.ShellAsync("head -c 100000000 /dev/zero > bomb", limits => limits with { FileBytes = 1 << 20 });

        Assert.Equal(1 << 20, new FileInfo(Path.Combine(bed.Folder, "bomb")).Length);
    }

    [Fact]
    public async Task Input_is_handed_in_even_when_nobody_reads_it()
    {
        using var bed = new SandboxBed();
        var input = new byte[1 << 20];

        var result = await bed.Sandbox.RunAsync(new SandboxRequest { Command = ["/bin/sh", "-c", "exit 3"], Input = input }, TestContext.Current.CancellationToken);

        Assert.Equal((SandboxOutcome.Exited, 3), (result.Outcome, result.ExitCode));
    }
}
