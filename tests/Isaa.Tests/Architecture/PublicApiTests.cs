using System.Reflection;
using Isaa.Diagnostics;

namespace Isaa.Tests.Architecture;

/// <summary>The public surface as text, so that every change of it shows in a diff. <c>./test --accept</c> takes it as it is.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Isaa")]
    [InlineData("Isaa.Protocol")]
    public void The_public_surface_is_the_agreed_one(string assembly)
    {
        var path = Path.Combine(Repository.Root, "tests/Isaa.Tests/Architecture", $"PublicApi.{assembly}.txt");
        var actual = PublicSurface.Describe(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("ISAA_TEST_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
        }

        var agreed = File.ReadAllLines(path).ToHashSet();
        var lines = actual.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var changes = lines.Where(line => !agreed.Contains(line)).Select(line => $"new: {line}")
            .Concat(agreed.Where(line => !lines.Contains(line)).Select(line => $"gone: {line}"));
        Assert.True(!changes.Any(), $"The public surface of {assembly} changed; if that is meant: ./test --accept\n{string.Join('\n', changes)}");
    }

    [Fact]
    public void The_description_shows_a_member_with_its_types()
    {
        var surface = PublicSurface.Describe(typeof(IsaaException).Assembly);
        Assert.Contains("Isaa.Diagnostics.IsaaException: string Code { get; }\n", surface, StringComparison.Ordinal);
        Assert.Contains("Isaa.Diagnostics.IdSource: Guid Next()\n", surface, StringComparison.Ordinal);
    }
}
