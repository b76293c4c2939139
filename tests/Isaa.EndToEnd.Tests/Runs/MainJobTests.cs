using System.Globalization;
using Isaa.EndToEnd.Tests.Support;

namespace Isaa.EndToEnd.Tests.Runs;

/// <summary>The first command of the README, without a model: the demonstration measures a real folder.</summary>
public sealed class MainJobTests : IDisposable
{
    private readonly TestFolders _folders = new();

    private string Result => Path.Combine(_folders.Work, "result.txt");

    [Fact]
    public async Task The_command_of_the_readme_measures_a_folder_and_says_first_that_it_is_a_demonstration()
    {
        Fill();
        var expected = await CountAsync();
        var start = IsaaProgram.Describe(Path.Combine(IsaaProgram.Root, "isaa"), ["run", "Measure this folder", "--in", _folders.Work]);
        start.Environment["ISAA_HOME"] = _folders.Isaa.Home;
        using var program = new RunningProgram(start);
        var result = await program.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(expected, await ReadResultAsync());
        Assert.Contains("scripted demonstration", result.Error, StringComparison.Ordinal);
        Assert.True(
            result.Error.IndexOf("scripted demonstration", StringComparison.Ordinal) < result.Error.IndexOf("createScript", StringComparison.Ordinal),
            $"it acted before it said what it would do: {result}");
        Assert.Contains(expected.Files.ToString(CultureInfo.InvariantCulture), result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
    }

    [Fact]
    public async Task A_second_run_gives_the_same_numbers()
    {
        Fill();
        await RunAsync();
        var first = await ReadResultAsync();
        await RunAsync();
        Assert.Equal(first, await ReadResultAsync());
    }

    [Fact]
    public async Task An_empty_folder_has_no_files_and_no_bytes()
    {
        await RunAsync();
        Assert.Equal((0, 0), await ReadResultAsync());
    }

    [Fact]
    public async Task A_result_file_that_somebody_else_made_is_not_overwritten()
    {
        await File.WriteAllTextAsync(Result, "files: 1\nbytes: 2\n", TestContext.Current.CancellationToken);
        var result = await _folders.Isaa.RunAsync("run", "Measure", "--in", _folders.Work);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("result.txt", result.Error, StringComparison.Ordinal);
        Assert.Equal("files: 1\nbytes: 2\n", await File.ReadAllTextAsync(Result, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_named_result_is_not_followed()
    {
        var outside = _folders.Write("outside.txt", "mine");
        File.CreateSymbolicLink(Result, outside);
        var result = await _folders.Isaa.RunAsync("run", "Measure", "--in", _folders.Work);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Equal("mine", await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_run_can_be_seen_afterwards_with_its_steps()
    {
        await RunAsync();
        var list = await _folders.Isaa.RunAsync("jobs", "list", "--json");
        var job = Assert.Single(list.Json.GetProperty("jobs").EnumerateArray().ToList());
        Assert.Equal("completed", job.GetProperty("state").GetString());
        var shown = await _folders.Isaa.RunAsync("jobs", "show", job.GetProperty("id").GetString()!);
        Assert.Contains("runScript", shown.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folders.Dispose();

    private async Task RunAsync()
    {
        var result = await _folders.Isaa.RunAsync("run", "Measure", "--in", _folders.Work);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Names, links and places that counting gets wrong easily.</summary>
    private void Fill()
    {
        foreach (var (name, size) in (IEnumerable<(string, int)>)
        [
            ("a.txt", 3), (".hidden", 5), ("deep/er/still/b.bin", 70_000), ("deep/.git/c", 11), ("with space/ü 'quote\" $x", 13),
            ("new\nline", 17), ("-rf", 19), ("result.txt.bak", 23), ("deep/result.txt", 29), ("empty", 0), ("\udcff", 31),
        ])
        {
            var path = Path.Combine(_folders.Work, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, new byte[size]);
        }

        var outside = _folders.Write("outside/big.bin", new string('x', 100_000));
        File.CreateSymbolicLink(Path.Combine(_folders.Work, "link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(_folders.Work, "linked folder"), Path.GetDirectoryName(outside)!);
        Directory.CreateSymbolicLink(Path.Combine(_folders.Work, "deep", "loop"), _folders.Work);
    }

    /// <summary>The same question asked of find, before the run.</summary>
    private async Task<(long Files, long Bytes)> CountAsync()
    {
        using var find = new RunningProgram(IsaaProgram.Describe("find", [_folders.Work, "-type", "f", "-printf", "%s\\n"]));
        var sizes = (await find.FinishAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(size => long.Parse(size, CultureInfo.InvariantCulture)).ToList();
        return (sizes.Count, sizes.Sum());
    }

    private async Task<(long Files, long Bytes)> ReadResultAsync()
    {
        var lines = await File.ReadAllLinesAsync(Result, TestContext.Current.CancellationToken);
        return (Number(lines, "files: "), Number(lines, "bytes: "));
    }

    private static long Number(IEnumerable<string> lines, string label) =>
        long.Parse(Assert.Single(lines, line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..], CultureInfo.InvariantCulture);
}
