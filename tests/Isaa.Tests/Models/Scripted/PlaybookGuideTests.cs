using System.Text.RegularExpressions;
using Isaa.Tests.Architecture;

namespace Isaa.Tests.Models.Scripted;

public sealed partial class PlaybookGuideTests
{
    [Fact]
    public async Task The_example_of_the_guide_plays()
    {
        var bed = new PlaybookBed(Block().Match(Repository.Read("docs/guide/playbooks.md")).Groups[1].Value);
        for (var line = 1; line <= 5; line++)
        {
            Assert.Contains($"echo line {line} >>", await bed.NextAsync(), StringComparison.Ordinal);
            bed.Return("ok");
        }

        Assert.Equal("5 lines were written.", await bed.NextAsync());
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
