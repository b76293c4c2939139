using Isaa.Definitions;

namespace Isaa.Tests.Definitions;

public sealed class LineDiffTests
{
    [Fact]
    public void Changes_are_shown_with_three_lines_around_them()
    {
        var before = string.Join('\n', Enumerable.Range(1, 20)) + "\n";
        var after = before.Replace("\n10\n", "\nten\n", StringComparison.Ordinal);

        Assert.Equal(
            "--- a\n+++ b\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n", LineDiff.Unified(before, after, "a", "b"));
    }

    [Fact]
    public void Changes_far_apart_have_hunks_of_their_own_and_near_ones_share_one()
    {
        var before = string.Join('\n', Enumerable.Range(1, 30));
        var far = before.Replace("2\n3\n", "2\nx\n", StringComparison.Ordinal).Replace("\n25\n", "\ny\n", StringComparison.Ordinal);
        var near = before.Replace("\n10\n", "\nx\n", StringComparison.Ordinal).Replace("\n15\n", "\ny\n", StringComparison.Ordinal);

        Assert.Equal(2, LineDiff.Unified(before, far, "a", "b").Split("@@ -").Length - 1);
        Assert.Equal(1, LineDiff.Unified(before, near, "a", "b").Split("@@ -").Length - 1);
    }

    [Theory]
    [InlineData("", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n")]
    [InlineData("a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n")]
    [InlineData("a\nc\n", "a\nb\nc\n", "@@ -1,2 +1,3 @@\n a\n+b\n c\n")]
    public void What_is_put_in_or_taken_out_is_marked(string before, string after, string diff) =>
        Assert.Equal($"--- a\n+++ b\n{diff}", LineDiff.Unified(before, after, "a", "b"));

    [Fact]
    public void Same_texts_have_no_difference() => Assert.Empty(LineDiff.Unified("a\n", "a\n", "a", "b"));
}
