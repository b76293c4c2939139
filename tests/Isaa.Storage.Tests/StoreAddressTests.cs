using Isaa.Diagnostics;

namespace Isaa.Storage.Tests;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("postgres://me:secret@db:6432/jobs", "postgres://db:6432/jobs")]
    [InlineData("postgresql://db/jobs?search_path=isaa", "postgres://db/jobs schema isaa")]
    [InlineData("Host=db;Database=jobs;Password=secret", "postgres://db/jobs")]
    public void A_database_is_recognised_and_shown_without_its_password(string text, string shown)
    {
        var address = StoreAddress.Parse(text);

        Assert.Equal((true, shown), (address.IsPostgres, address.ToString()));
    }

    [Theory]
    [InlineData("sqlite:/data/isaa.db")]
    [InlineData("sqlite:///data/isaa.db")]
    public void A_file_is_recognised(string text)
    {
        var address = StoreAddress.Parse(text);

        Assert.Equal((false, "/data/isaa.db"), (address.IsPostgres, address.Target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("isaa.db")]
    [InlineData("sqlite:")]
    [InlineData("mysql://db/jobs")]
    public void Anything_else_is_refused(string text)
    {
        var error = Assert.Throws<IsaaException>(() => StoreAddress.Parse(text));

        Assert.Equal("store_invalid", error.Code);
        Assert.Contains("sqlite:PATH", error.Message, StringComparison.Ordinal);
    }
}
