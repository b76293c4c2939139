using Isaa.Sandbox;
using Isaa.Sandbox.Landlock;
using Isaa.Sandbox.Launching;
using Isaa.Tests.Files;

namespace Isaa.Tests.Sandbox;

/// <summary>The second wall alone: what the namespaces let through, as they do here because the test told them so, is refused all the same.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LandlockTests
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    [Theory]
    [InlineData("cat FOLDER/canary")]
    [InlineData("echo x > FOLDER/canary")]
    [InlineData("echo x > FOLDER/made")]
    [InlineData("ls FOLDER")]
    [InlineData("mkdir FOLDER/made")]
    [InlineData("rm FOLDER/gone")]
    [InlineData("mv FOLDER/gone FOLDER/made")]
    [InlineData("ln -s /etc FOLDER/made")]
    [InlineData("mkfifo FOLDER/made")]
    [InlineData("FOLDER/run")]
    [InlineData("ln -s FOLDER/canary /tmp/link; cat /tmp/link")]
    [InlineData("cat /proc/self/root/FOLDER/canary")]
    public async Task A_folder_that_only_the_first_wall_lets_through_is_refused_by_the_second(string attempt)
    {
        Assert.SkipUnless(LandlockKernel.Version > 0, "this kernel has no Landlock");
        using var outside = Outside();
        var script = attempt.Replace("FOLDER", LaunchSettings.UncoveredInside, StringComparison.Ordinal);
        using var behind = new SandboxBed(uncovered: outside.Path);
        using var without = new SandboxBed(usesLandlock: false, uncovered: outside.Path);

        var refused = await behind.ShellAsync(script);

        Assert.Equal((SandboxOutcome.Exited, ""), (refused.Outcome, refused.Output.Text));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("ermission denied", refused.Error.Text, StringComparison.Ordinal);
        Assert.Equal(["canary", "gone", "run"], Directory.GetFileSystemEntries(outside.Path).Select(Path.GetFileName).Order());
        Assert.Equal("the-canary", await File.ReadAllTextAsync(outside["canary"], TestContext.Current.CancellationToken));

        // Only the second wall did it: with the first alone the same attempt succeeds.
        var open = await without.ShellAsync(script);
        Assert.Equal((0, ""), (open.ExitCode, open.Error.Text));
    }

    [Fact]
    public async Task What_a_program_needs_is_there()
    {
        using var bed = new SandboxBed();

        var result = await bed.ShellAsync(
            "set -e; mkdir a b; echo x > a/f; mv a/f b/g; ln b/g a/h; : > b/g; echo y > /tmp/t; echo z > /dev/shm/s; cp /bin/true run; ./run; cat /etc/passwd /proc/self/status > /dev/null; head -c 1 /dev/urandom > /dev/null; rm -r a b");

        Assert.Equal((0, ""), (result.ExitCode, result.Error.Text));
    }

    [Fact]
    public async Task The_root_folder_cannot_be_listed_which_is_what_the_check_looks_at()
    {
        Assert.SkipUnless(LandlockKernel.Version > 0, "this kernel has no Landlock");
        using var behind = new SandboxBed();
        using var without = new SandboxBed(usesLandlock: false);

        Assert.NotEqual(0, (await behind.ShellAsync("ls /")).ExitCode);
        Assert.Equal(0, (await without.ShellAsync("ls /")).ExitCode);
    }

    [Fact]
    public async Task A_kernel_without_it_is_told_by_the_check_and_the_other_walls_stand()
    {
        using var bed = new SandboxBed(usesLandlock: false);

        var findings = await new SandboxCheck(bed.Sandbox).RunAsync(TestContext.Current.CancellationToken);

        Assert.All(findings, static finding => Assert.True(finding.IsOk, $"{finding.Name}: {finding.Message}"));
        Assert.Contains("no Landlock", findings.Single(static finding => finding.Name == "landlock").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 8)]
    [InlineData(5, 16)]
    [InlineData(7, 24)]
    public void An_older_kernel_is_asked_for_what_it_knows_only(int version, int bytes)
    {
        var code = new Recording();

        _ = LandlockProgram.Build(code, version, [new("/tmp", LandlockAccess.Write)], port: 80);

        Assert.Equal((ulong)bytes, code.Calls[0].Arguments[1]);
        // A rule that names what the kernel does not know would be refused, and so would the sandbox.
        Assert.Equal(version >= 4 ? [444UL, code.OpenAt, 445, 445, code.Control, 446] : [444UL, code.OpenAt, 445, code.Control, 446], code.Calls.Select(static call => call.Number).SkipLast(1));
    }

    [Fact]
    public void The_instructions_of_arm64_are_those_of_its_manual()
    {
        var code = new Arm64Code();

        code.Call(446, 0x1122_3344_5566_7788);
        code.Keep();
        code.CallWithKept(1);
        code.Store(2);
        code.ExitIfFailed(125);
        code.BecomeArguments();

        uint[] expected =
        [
            0xd28ef100, 0xf2aaacc0, 0xf2c66880, 0xf2e22440, 0xd28037c8, 0xf2a00008, 0xf2c00008, 0xf2e00008, 0xd4000001,
            0xaa0003f3,
            0xaa1303e0, 0xd2800028, 0xf2a00008, 0xf2c00008, 0xf2e00008, 0xd4000001,
            0xd2800054, 0xf2a00014, 0xf2c00014, 0xf2e00014, 0xb9000280,
            0xb6f80140, 0xd2800fa0, 0xf2a00000, 0xf2c00000, 0xf2e00000, 0xd2800ba8, 0xf2a00008, 0xf2c00008, 0xf2e00008, 0xd4000001,
            0xf94003e2, 0xf9400be0, 0x910043e1, 0x8b020c22, 0xd2801ba8, 0xf2a00008, 0xf2c00008, 0xf2e00008, 0xd4000001,
        ];
        Assert.Equal(expected, Enumerable.Range(0, code.Bytes.Count / 4).Select(i => BitConverter.ToUInt32([.. code.Bytes], i * 4)));
    }

    private static TemporaryFolder Outside()
    {
        var outside = new TemporaryFolder();
        File.WriteAllText(outside["canary"], "the-canary");
        File.WriteAllText(outside["gone"], "");
        File.Copy("/bin/true", outside["run"]);
        foreach (var path in Directory.GetFileSystemEntries(outside.Path).Append(outside.Path))
        {
            File.SetUnixFileMode(path, Everybody);
        }

        return outside;
    }

    /// <summary>Takes down the calls instead of their instructions.</summary>
    private sealed class Recording : MachineCode
    {
        private readonly List<ulong> _arguments = [];

        public List<(ulong Number, List<ulong> Arguments)> Calls { get; } = [];

        public override ushort ElfMachine => 0;

        public override ulong OpenAt => 1;

        public override ulong Control => 2;

        public override ulong Execute => 3;

        public override ulong Exit => 4;

        public override void Keep()
        {
        }

        public override void Store(ulong address)
        {
        }

        public override void BecomeArguments()
        {
        }

        protected override void LoadArgument(int index, ulong value) => _arguments.Add(value);

        protected override void LoadKept() => _arguments.Add(0);

        protected override void Call(ulong number)
        {
            if (number != Exit || Calls is [.., (446, _)])
            {
                Calls.Add((number, [.. _arguments]));
            }

            _arguments.Clear();
        }

        protected override void SkipIfNotNegative(int bytes)
        {
        }
    }
}
