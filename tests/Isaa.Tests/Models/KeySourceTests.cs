using Isaa.Diagnostics;
using Isaa.Models.Keys;

namespace Isaa.Tests.Models;

public sealed class KeySourceTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ModelBed _bed = new();

    private KeySource Keys => new(_bed.Environment.GetValueOrDefault, _bed.Home["secrets.yaml"]);

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void A_key_comes_from_the_environment_and_else_from_the_secrets_file()
    {
        Secrets("A_KEY: from-file\nB_KEY: also-from-file", OwnerOnly);
        _bed.Environment["A_KEY"] = " from-variable\n";

        Assert.Equal("from-variable", Keys.Find("A_KEY")!.Reveal());
        Assert.Equal("also-from-file", Keys.Find("B_KEY")!.Reveal());
        Assert.Null(Keys.Find("C_KEY"));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_secrets_file_that_others_can_reach_is_refused_with_the_remedy(UnixFileMode mode)
    {
        Secrets("A_KEY: canary", OwnerOnly | mode);

        var failure = Assert.Throws<IsaaException>(() => Keys.Find("A_KEY"));

        Assert.Equal("secrets_exposed", failure.Code);
        Assert.Contains("chmod 600", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary")]
    [InlineData("A_KEY: [canary]")]
    [InlineData("A_KEY: 'canary")]
    [InlineData("A_KEY: canary: canary")]
    [InlineData("A_KEY: canary\nA_KEY: canary2")]
    [InlineData("&canary A_KEY: *canary")]
    public void A_malformed_secrets_file_is_reported_without_its_content(string text)
    {
        Secrets(text, OwnerOnly);

        var failure = Assert.Throws<IsaaException>(() => Keys.Find("A_KEY"));

        Assert.Equal("secrets_invalid", failure.Code);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_shows_itself_to_nobody()
    {
        _bed.Environment["A_KEY"] = "canary";
        var key = Keys.Find("A_KEY")!;

        Assert.DoesNotContain("canary", $"{key} {System.Text.Json.JsonSerializer.Serialize(key)} {key.Hide("CANARY canary")}", StringComparison.OrdinalIgnoreCase);
    }

    private void Secrets(string text, UnixFileMode mode)
    {
        var path = _bed.Write("secrets.yaml", text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
