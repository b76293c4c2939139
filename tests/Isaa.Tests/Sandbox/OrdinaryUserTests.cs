using System.Diagnostics;

namespace Isaa.Tests.Sandbox;

/// <summary>Root runs the tests of this folder, and of files and tools, once more as an ordinary user.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class OrdinaryUserTests
{
    private const string Nobody = "65534";
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;

    [Fact]
    public async Task Everything_holds_for_an_ordinary_user_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "this run is that of an ordinary user already");
        var place = Directory.CreateTempSubdirectory("isaa-nobody-");
        try
        {
            Copy(AppContext.BaseDirectory, place.CreateSubdirectory("tests").FullName);
            File.SetUnixFileMode(place.FullName, Everybody);
            File.SetUnixFileMode(place.CreateSubdirectory("home").FullName, (UnixFileMode)0b111_111_111);
            var (code, output) = await RunAsync(place.FullName);
            Assert.SkipWhen(code == 126, "the .NET runtime stands where only root can use it");

            Assert.True(code == 0, output);
            Assert.Contains("failed: 0", output, StringComparison.Ordinal);
            Assert.DoesNotContain("succeeded: 0", output, StringComparison.Ordinal);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string place)
    {
        var start = new ProcessStartInfo(
            "/usr/bin/setpriv",
            [
                "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--inh-caps=-all", "--",
                Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : FindDotnet(),
                Path.Combine(place, "tests", "Isaa.Tests.dll"), "--no-progress", "--no-ansi", "--results-directory", Path.Combine(place, "home"),
                "--filter-namespace", "Isaa.Tests.Sandbox", "--filter-namespace", "Isaa.Tests.Tools", "--filter-namespace", "Isaa.Tests.Files",
                "--filter-namespace", "Isaa.Tests.Functions.Escapes",
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = place };
        start.Environment["HOME"] = Path.Combine(place, "home");
        start.Environment["TMPDIR"] = Path.Combine(place, "home");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    private static string FindDotnet() =>
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static void Copy(string from, string to)
    {
        File.SetUnixFileMode(to, Everybody);
        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder))).FullName);
        }

        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
