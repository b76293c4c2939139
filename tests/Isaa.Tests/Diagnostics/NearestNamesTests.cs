using FsCheck;
using FsCheck.Fluent;
using Isaa.Diagnostics;

namespace Isaa.Tests.Diagnostics;

public sealed class NearestNamesTests
{
    [Fact]
    public void Distance_is_a_measure()
    {
        var words = Gen.Elements("ab", "ba", "abc", "", "read_file", "raed_file", "write").ToArbitrary();
        Prop.ForAll(words, words, words, (a, b, c) =>
            NearestNames.Distance(a, b) == NearestNames.Distance(b, a)
            && (NearestNames.Distance(a, b) == 0) == (a == b)
            && NearestNames.Distance(a, b) <= Math.Max(a.Length, b.Length)
            && NearestNames.Distance(a, b) >= Math.Abs(a.Length - b.Length)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("raed_file", "read_file")]
    [InlineData("READ_FILE", "read_file")]
    [InlineData("readfile", "read_file")]
    [InlineData("file", "read_file")]
    public void What_was_meant_comes_first(string name, string meant) =>
        Assert.Equal(meant, NearestNames.Of(name, ["write_all", "read_file", "shell"])[0]);

    [Fact]
    public void What_nobody_meant_offers_nothing_but_all_names_when_they_are_few()
    {
        Assert.Empty(NearestNames.Of("zzzzzz", ["read_file", "shell"]));
        Assert.Equal(" Valid: read_file, shell.", NearestNames.Hint("zzzzzz", ["read_file", "shell"]));
        Assert.Equal(" Did you mean shell?", NearestNames.Hint("shel", ["read_file", "shell"]));
    }
}
