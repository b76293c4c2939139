using Isaa.Diagnostics;
using Isaa.Storage.Postgres.Engine;
using Npgsql;

namespace Isaa.Storage.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Fact]
    public void A_URI_says_it_all()
    {
        var address = PostgresAddress.Parse("postgres://me:p%40ss@db.example:6432/jobs?search_path=isaa&sslmode=require&application_name=night");

        var driver = new NpgsqlConnectionStringBuilder(address.Driver);
        Assert.Equal(("me", "p@ss", "db.example", 6432, "jobs"), (driver.Username, driver.Password, driver.Host, driver.Port, driver.Database));
        Assert.Equal(("isaa", SslMode.Require, "night"), (driver.SearchPath, driver.SslMode, driver.ApplicationName));
        Assert.Equal("isaa", address.Schema);
    }

    [Fact]
    public void The_password_is_not_shown()
    {
        Assert.Equal("postgres://db.example:6432/jobs schema isaa", PostgresAddress.Parse("postgres://me:secret@db.example:6432/jobs?search_path=isaa").Shown);
        Assert.Equal("postgres://db/jobs", PostgresAddress.Parse("Host=db;Database=jobs;Username=me;Password=secret").Shown);
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://db/jobs?colour=blue")]
    [InlineData("Host=db;Colour=blue")]
    [InlineData("Database=jobs")]
    [InlineData("postgres://me:secret@db:port/jobs")]
    public void What_cannot_be_read_is_refused_without_repeating_a_password(string text)
    {
        var error = Assert.Throws<IsaaException>(() => PostgresAddress.Parse(text));

        Assert.Equal("store_invalid", error.Code);
        Assert.Contains("postgres://user:password@host:5432/database", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
