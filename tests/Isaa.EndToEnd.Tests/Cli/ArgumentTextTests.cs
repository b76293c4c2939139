using Isaa.Cli.Rendering;

namespace Isaa.EndToEnd.Tests.Cli;

public sealed class ArgumentTextTests
{
    [Theory]
    [InlineData("""{"path":"a.txt","lines":3}""", "path: a.txt, lines: 3")]
    [InlineData("{}", "")]
    [InlineData("""{"code":"a\nb"}""", "code: (3 characters)")]
    [InlineData("""{"name":"x.py","code":"print(1""", "name: x.py, code: (long)")]
    [InlineData("""{"name":"x.py","list":[1,2""", "name: x.py, list: (long)")]
    [InlineData("""{"name":"x.py" oops""", "name: x.py")]
    [InlineData("no json", "no json")]
    [InlineData("[1]", "[1]")]
    public void Arguments_are_shown_on_one_line_also_when_they_were_cut(string json, string expected) =>
        Assert.Equal(expected, ArgumentText.Shorten(json, 100));
}
