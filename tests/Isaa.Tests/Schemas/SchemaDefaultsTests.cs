using System.Text.Json;
using Isaa.Schemas;

namespace Isaa.Tests.Schemas;

public sealed class SchemaDefaultsTests
{
    [Theory]
    [InlineData("""{"properties":{"a":{"default":1},"b":{"default":[2]}}}""", """{"b":[]}""", """{"b":[],"a":1}""")]
    [InlineData("""{"properties":{"a":{"properties":{"b":{"default":"x"}}}}}""", """{"a":{}}""", """{"a":{"b":"x"}}""")]
    [InlineData("""{"items":{"$ref":"#/$defs/p"},"$defs":{"p":{"properties":{"b":{"default":"x"}}}}}""", """[{},{"b":"y"}]""", """[{"b":"x"},{"b":"y"}]""")]
    [InlineData("""{"allOf":[{"properties":{"a":{"default":1}}}]}""", "{}", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{"default":null}}}""", "{}", "{}")]
    [InlineData("""{"properties":{"a":{"default":1}}}""", "7", "7")]
    [InlineData("""{"$ref":"#","properties":{"a":{"default":1}}}""", "{}", """{"a":1}""")]
    public void What_is_left_out_gets_its_default(string schema, string value, string expected) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), SchemaDefaults.Complete(JsonElement.Parse(schema), JsonElement.Parse(value))));
}
