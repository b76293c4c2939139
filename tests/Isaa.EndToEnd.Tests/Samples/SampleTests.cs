using Isaa.EndToEnd.Tests.Support;

namespace Isaa.EndToEnd.Tests.Samples;

public sealed class SampleTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(IsaaProgram.Root, "samples"), "*.cs").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_prints_what_its_last_lines_say(string sample)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(IsaaProgram.Root, "samples", sample), TestContext.Current.CancellationToken);
        var expected = lines.SkipWhile(line => line != "// prints:").Skip(1).Select(line => line["// ".Length..]).ToList();
        Assert.NotEmpty(expected);

        var start = IsaaProgram.Describe("dotnet", ["run", "--file", Path.Combine("samples", sample)]);
        start.WorkingDirectory = IsaaProgram.Root;
        using var program = new RunningProgram(start);
        var result = await program.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(expected, result.Output.TrimEnd().Split('\n'));
    }
}
