using System.Text;

namespace Isaa.EndToEnd.Tests.Cli;

public sealed class HelpTests
{
    private static readonly string[][] Verbs =
    [
        [], ["run"], ["serve"], ["minion"], ["workers"], ["jobs"], ["jobs", "list"], ["jobs", "show"], ["jobs", "count"], ["jobs", "watch"], ["jobs", "retry"], ["jobs", "cancel"],
        ["jobs", "promote"], ["jobs", "reprioritise"], ["jobs", "reschedule"], ["jobs", "delete"],
        ["queues"], ["queues", "pause"], ["queues", "resume"], ["queues", "limit"], ["queues", "groups"], ["queues", "retention"], ["queues", "drain"], ["queues", "clean"],
        ["runs"], ["runs", "list"], ["runs", "show"], ["runs", "pause"], ["runs", "resume"], ["runs", "steer"], ["runs", "fork"],
        ["agents"], ["agents", "list"], ["agents", "show"], ["agents", "add"],
        ["functions"], ["functions", "list"], ["functions", "show"], ["functions", "add"], ["functions", "test"], ["functions", "run"], ["functions", "approve"],
        ["functions", "versions"], ["functions", "diff"], ["functions", "rollback"], ["functions", "log"], ["functions", "export"], ["functions", "import"],
        ["models"], ["doctor"], ["backup"], ["restore"],
    ];

    /// <summary>A changed command line shows in the diff of help.txt. To take the change over: ISAA_UPDATE_SNAPSHOTS=1.</summary>
    [Fact]
    public async Task The_help_is_the_one_that_was_agreed()
    {
        var text = new StringBuilder();
        foreach (var verb in Verbs)
        {
            using var cli = new CliRun();
            Assert.Equal(0, await cli.RunAsIsAsync([.. verb, "--help"]));
            text.Append("$ isaa ").AppendJoin(' ', [.. verb, "--help"]).Append('\n').Append(cli.Out.ToString().ReplaceLineEndings("\n")).Append('\n');
        }

        await Snapshot.CheckAsync("Cli/help.txt", text.ToString());
    }

    [Fact]
    public async Task The_help_names_every_exit_code()
    {
        using var cli = new CliRun();
        await cli.RunAsIsAsync("--help");
        Assert.All(["0", "1", "2", "3", "4", "130"], code => Assert.Contains($"\n  {code} ", cli.Out.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jbos", "'jobs'")]
    [InlineData("doctr", "'doctor'")]
    [InlineData("jobs lst", "'list'")]
    [InlineData("run x --inn y", "'--in'")]
    [InlineData("jobs list --jsno", "'--json'")]
    public async Task A_misspelt_word_is_answered_with_the_one_that_was_meant(string line, string meant)
    {
        using var cli = new CliRun();
        Assert.Equal(2, await cli.RunAsIsAsync(line.Split(' ')));
        Assert.Contains(meant, cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(cli.Out.ToString());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run x --max-turns 0")]
    [InlineData("run x --max-usd -1")]
    [InlineData("run x --max-turns many")]
    [InlineData("run x --resume abcd")]
    [InlineData("jobs")]
    [InlineData("jobs show")]
    [InlineData("nonsense")]
    [InlineData("serve --port 70000")]
    [InlineData("jobs list --server nonsense")]
    public async Task A_command_line_that_is_not_right_is_told_in_one_message(string line)
    {
        using var cli = new CliRun();
        Assert.Equal(2, await cli.RunAsIsAsync(line.Split(' ')));
        var message = Assert.Single(cli.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("isaa: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }
}
