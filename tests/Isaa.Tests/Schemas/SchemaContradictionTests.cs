using System.Text.Json;
using Isaa.Schemas;

namespace Isaa.Tests.Schemas;

public sealed class SchemaContradictionTests
{
    [Theory]
    [InlineData("false", "# is false")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":4}""", "minimum of 5 and a maximum of 4")]
    [InlineData("""{"type":"number","exclusiveMinimum":1,"maximum":1}""", "exclusiveMinimum of 1")]
    [InlineData("""{"type":"string","minLength":3,"maxLength":2}""", "minLength of 3")]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"object","required":["b"],"properties":{"b":false}}}}""", "#/properties/a/properties/b is false")]
    [InlineData("""{"type":"object","required":["a"],"additionalProperties":false}""", "requires 'a'")]
    [InlineData("""{"type":"object","required":["a","b"],"maxProperties":1}""", "requires 2 properties and allows 1")]
    [InlineData("""{"type":"array","minItems":1,"items":false}""", "#/items is false")]
    [InlineData("""{"type":"string","enum":[1,2]}""", "lists no value of type string")]
    [InlineData("""{"type":"integer","const":1.5}""", "1.5 of type integer")]
    [InlineData("""{"enum":[]}""", "lists no value")]
    [InlineData("""{"allOf":[{},false]}""", "#/allOf/1 is false")]
    [InlineData("""{"anyOf":[false,{"type":"string","minLength":2,"maxLength":1}]}""", "#/anyOf/0 is false")]
    public void A_schema_that_nothing_fits_is_found_with_its_place(string schema, string reason) =>
        Assert.Contains(reason, SchemaContradictions.Find(JsonElement.Parse(schema)), StringComparison.Ordinal);

    [Theory]
    [InlineData("true")]
    [InlineData("""{"minimum":5,"maximum":4}""")]
    [InlineData("""{"type":["integer","null"],"minimum":5,"maximum":4}""")]
    [InlineData("""{"type":"integer","minimum":4,"maximum":4}""")]
    [InlineData("""{"type":"object","properties":{"a":false}}""")]
    [InlineData("""{"type":"object","required":["a"],"additionalProperties":false,"patternProperties":{"a":{}}}""")]
    [InlineData("""{"type":"array","items":false}""")]
    [InlineData("""{"type":"integer","const":2.0}""")]
    [InlineData("""{"anyOf":[false,{"type":"string"}]}""")]
    [InlineData("""{"type":"object","required":["next"],"properties":{"next":{"$ref":"#"}}}""")]
    public void A_schema_that_something_may_fit_is_left_alone(string schema) =>
        Assert.Null(SchemaContradictions.Find(JsonElement.Parse(schema)));
}
