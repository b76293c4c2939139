using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Isaa.Diagnostics;
using Isaa.Files;

namespace Isaa.Tests.Files;

/// <summary>The law of a workspace: whatever the path, what is opened lies beneath the root.</summary>
[SupportedOSPlatform("linux")]
public sealed class WorkspaceEscapeTests : IDisposable
{
    private readonly TemporaryFolder _outer = new();
    private readonly string _root;

    public WorkspaceEscapeTests()
    {
        _root = Directory.CreateDirectory(_outer["root"]).FullName;
        foreach (var folder in new[] { "root/a", "root/a/b", "root-a", "a" })
        {
            _ = Directory.CreateDirectory(_outer[folder]);
            File.WriteAllText(_outer[folder + "/f"], folder.StartsWith("root/", StringComparison.Ordinal) ? "inside" : "outside");
        }

        File.WriteAllText(_outer["f"], "outside");
        File.WriteAllText(_outer["root/f"], "inside");
        File.CreateSymbolicLink(_outer["root/up"], "..");
        File.CreateSymbolicLink(_outer["root/a/up"], "..");
        File.CreateSymbolicLink(_outer["root/a/b/upup"], "../../..");
        File.CreateSymbolicLink(_outer["root/abs"], _outer.Path);
        File.CreateSymbolicLink(_outer["root/in"], "a/b");
        File.CreateSymbolicLink(_outer["root/proc"], "/proc/self/root");
    }

    public void Dispose() => _outer.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_path_opens_a_file_outside(bool usesOpenAt2)
    {
        using var workspace = Workspace.Open(_root, usesOpenAt2);
        var opened = 0;
        var part = Gen.Elements("a", "b", "f", "up", "upup", "abs", "in", "proc", "..", "..", ".", "", "root", "root-a", "workspace", _outer.Path, "\\..", "%2e%2e");
        var anywhere = Gen.Choose(1, 6).SelectMany(length => part.ListOf(length)).SelectMany(static parts => Gen.Elements("", "/f", "/f").Select(end => string.Join('/', parts) + end));
        var mostlyInside = Gen.Choose(0, 3).SelectMany(static length => Gen.Elements("a", "a/b", "a/..", ".", "a/b/..").ListOf(length)).Select(static parts => string.Concat(parts.Select(p => p + "/")) + "f");
        var path = Gen.OneOf(anywhere, mostlyInside);

        Prop.ForAll(path.ToArbitrary(), candidate =>
        {
            try
            {
                using var stream = workspace.OpenRead(candidate);
                opened++;
                using var reader = new StreamReader(stream);
                var real = RealPath($"/proc/{Environment.ProcessId}/fd/{stream.SafeFileHandle.DangerousGetHandle()}");
                return real.StartsWith(_root + "/", StringComparison.Ordinal) && reader.ReadToEnd() == "inside";
            }
            catch (IsaaException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        Assert.True(opened > 50, $"only {opened} paths opened anything: the law was hardly tried");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_swapped_for_a_link_while_reading_never_leads_out(bool usesOpenAt2)
    {
        using var workspace = Workspace.Open(_root, usesOpenAt2);
        var (inside, outside, stop) = (0, 0, false);
        var swapper = new Thread(() =>
        {
            for (var i = 0; !Volatile.Read(ref stop); i++)
            {
                Directory.Move(_outer["root/a"], _outer["root/parked"]);
                File.CreateSymbolicLink(_outer["root/a"], i % 2 == 0 ? "../a" : _outer["a"]);
                File.Delete(_outer["root/a"]);
                Directory.Move(_outer["root/parked"], _outer["root/a"]);
            }
        });
        swapper.Start();
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                var text = Encoding.UTF8.GetString(workspace.ReadAll("a/f", 100));
                _ = text == "inside" ? inside++ : outside++;
            }
            catch (IsaaException)
            {
                // The folder was away or a link just then.
            }
        }

        Volatile.Write(ref stop, true);
        swapper.Join();
        Assert.Equal(0, outside);
        Assert.True(inside > 0, "the file was never read");
    }

    private static string RealPath(string link)
    {
        var start = new ProcessStartInfo("/usr/bin/realpath", [link]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd().TrimEnd('\n');
    }
}
