using System.Text.Json;
using Isaa.Agents.Planning;
using Isaa.Diagnostics;

namespace Isaa.Tests.Agents.Planning;

public sealed class RunVariablesTests
{
    private static RunVariables Some => RunVariables.Of((JsonElement?)null)
        .With("name", Json("\"Ada\""))
        .With("results.files.1.path", Json("\"b.txt\""))
        .With("results.total", Json("3"));

    [Fact]
    public void A_path_without_a_dot_is_of_the_world_and_any_miss_is_null()
    {
        Assert.Equal("Ada", Some.Find("world.name")!.Value.GetString());
        Assert.Null(Some.Find("age"));
        Assert.Null(Some.Find("name.first"));
        Assert.Null(Some.Find("results.files.7"));
    }

    [Fact]
    public void Setting_makes_scopes_objects_and_lists_on_the_way()
    {
        Assert.Equal("""[null,{"path":"b.txt"}]""", Some.Find("results.files")!.Value.GetRawText());
        Assert.Equal(["name", "results.files", "results.total"], Some.Paths());
    }

    [Theory]
    [InlineData("world.name.first")]
    [InlineData("results.files.x")]
    [InlineData("results..x")]
    public void What_cannot_be_set_is_refused(string path) =>
        Assert.Equal("variable_invalid", Assert.Throws<IsaaException>(() => Some.With(path, Json("1"))).Code);

    [Fact]
    public void Variables_have_a_limit_together() =>
        Assert.Equal("variable_invalid", Assert.Throws<IsaaException>(() => Some.With("big", JsonSerializer.SerializeToElement(new string('x', RunVariables.MaxBytes)))).Code);

    [Theory]
    [InlineData("{{ name }} and {name} and $name", "Ada and Ada and Ada")]
    [InlineData("{{ results.files }}", """[null,{"path":"b.txt"}]""")]
    [InlineData("{{ nobody }} {nobody} $nobody costs $5", "{{ nobody }} {nobody} $nobody costs $5")]
    [InlineData("total: $results.total.", "total: 3.")]
    public void References_become_values_and_unknown_ones_stay(string text, string expected) => Assert.Equal(expected, Some.Interpolate(text));

    [Fact]
    public void References_can_be_checked_before_use() =>
        Assert.Equal([("name", true), ("nobody", false)], Some.FindReferences("{{ name }} {nobody}").Select(r => (r.Key, r.Value)));

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
