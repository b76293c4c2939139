using System.Text.Json;

namespace Isaa.EndToEnd.Tests.Cli;

public sealed class OutputTests
{
    [Theory]
    [InlineData("jobs list")]
    [InlineData("models")]
    [InlineData("doctor")]
    public async Task Json_output_is_one_document_and_nothing_else(string line)
    {
        using var cli = new CliRun { IsTerminal = true };
        await cli.RunAsync([.. line.Split(' '), "--json"]);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(cli.Out.ToString()).RootElement.ValueKind);
    }

    [Fact]
    public async Task An_error_with_json_is_a_document_with_its_code()
    {
        using var cli = new CliRun();
        Assert.Equal(3, await cli.RunAsync("jobs", "show", "00000000000000000000000000000001", "--json"));
        var error = JsonDocument.Parse(cli.Out.ToString()).RootElement.GetProperty("error");
        Assert.Equal("job_unknown", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("jobs list")]
    [InlineData("models")]
    [InlineData("doctor")]
    [InlineData("--help")]
    [InlineData("jobs show 12345678")]
    public async Task Piped_output_has_no_escape_sequences(string line)
    {
        using var cli = new CliRun();
        await cli.RunAsync(line.Split(' '));
        Assert.DoesNotContain('\u001b', cli.Out.ToString() + cli.Error);
    }

    [Theory]
    [InlineData("NO_COLOR")]
    [InlineData("--no-color")]
    public async Task Colours_can_be_switched_off_on_a_terminal(string how)
    {
        using var cli = new CliRun { IsTerminal = true };
        cli.With(how, "1");
        await cli.RunAsync(how == "--no-color" ? ["models", how] : ["models"]);
        Assert.DoesNotContain("\u001b[3", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_gets_colours()
    {
        using var cli = new CliRun { IsTerminal = true };
        await cli.RunAsync("models");
        Assert.Contains("\u001b[3", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_of_others_is_told_with_its_remedy()
    {
        using var cli = new CliRun();
        await File.WriteAllTextAsync(Path.Combine(cli.Home, "foreign"), "", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(cli.Home, (UnixFileMode)0b111_101_101);
        Assert.Equal(4, await cli.RunAsync("jobs", "list"));
        Assert.Contains("chmod 700", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_by_its_address()
    {
        using var cli = new CliRun();
        Assert.Equal(4, await cli.RunAsync("jobs", "list", "--server", "http://127.0.0.1:9"));
        Assert.Contains("127.0.0.1:9", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_not_sent_in_the_clear_to_another_machine()
    {
        using var cli = new CliRun();
        cli.With("ISAA_KEY", "secret");
        Assert.Equal(2, await cli.RunAsync("jobs", "list", "--server", "http://192.0.2.1:80"));
        Assert.DoesNotContain("secret", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_told_before_anything_is_started()
    {
        using var cli = new CliRun();
        Assert.Equal(3, await cli.RunAsync("run", "do", "--in", "nowhere"));
        Assert.Contains(Path.Combine(cli.Folder, "nowhere"), cli.Error.ToString(), StringComparison.Ordinal);
        await cli.RunAsync("jobs", "list", "--json");
        Assert.Equal(0, JsonDocument.Parse(cli.Out.ToString()).RootElement.GetProperty("jobs").GetArrayLength());
    }
}
