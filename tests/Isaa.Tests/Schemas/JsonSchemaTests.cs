using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Isaa.Diagnostics;
using Isaa.Schemas;

namespace Isaa.Tests.Schemas;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"properties":{"age":{"type":"integer"}}}""", """{"age":"x"}""", """/age: expected integer, got string "x" """)]
    [InlineData("""{"required":["a","b"]}""", "{}", """the value: the required properties "a", "b" are missing""")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"b":1}""", """/b: there is no property "b"; known are "a" """)]
    [InlineData("""{"items":{"enum":["red","blue"]}}""", """["red","green"]""", """/1: expected one of "red", "blue"; got string "green" """)]
    [InlineData("""{"properties":{"a/b":{"maximum":3}}}""", """{"a/b":4}""", "/a~1b: expected a number of at most 3, got 4")]
    [InlineData("""{"minLength":3}""", "\"é\"", "the value: expected at least 3 characters, got 1")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "the value: items must differ, but items 0 and 2 are equal")]
    [InlineData("""{"type":["string","null"]}""", "{}", "the value: expected string or null, got an object")]
    public void A_fault_says_where_it_is_what_was_expected_and_what_is_there(string schema, string value, string expected) =>
        Assert.Equal(expected.TrimEnd(), Assert.Single(JsonSchema.Parse(schema).Validate(JsonElement.Parse(value))).ToString());

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var schema = JsonSchema.Parse("""{"properties":{"a":{"type":"string"},"b":{"minimum":5},"c":{"pattern":"^x"}},"required":["d"]}""");
        var errors = schema.Validate(JsonElement.Parse("""{"a":1,"b":2,"c":"y"}"""));
        Assert.Equal(["/a", "/b", "/c", ""], errors.Select(error => error.InstancePath).OrderByDescending(path => path.Length).ThenBy(path => path));
        Assert.Contains("#/properties/b/minimum", errors.Select(error => error.SchemaPath));
    }

    [Fact]
    public void Among_alternatives_the_faults_of_the_closest_one_are_shown()
    {
        var schema = JsonSchema.Parse("""
            {"oneOf":[{"properties":{"kind":{"const":"circle"},"r":{"type":"number"}},"required":["kind","r"]},{"type":"string"}]}
            """);
        var errors = schema.Validate(JsonElement.Parse("""{"kind":"circle","r":"big"}"""));
        Assert.Equal(2, errors.Count);
        Assert.Contains("fits none of 2 alternatives; the closest is number 1", errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("/r", errors[1].InstancePath);
    }

    [Fact]
    public void A_malformed_schema_is_refused_with_every_malformed_place()
    {
        var error = Assert.Throws<IsaaException>(() => JsonSchema.Parse("""
            {"properties":{"a":{"type":"strin"},"b":{"minimum":"1"},"c":3,"d":{"pattern":"("},"e":{"$ref":"#/nowhere"}},"required":"a"}
            """));
        Assert.Equal("schema_invalid", error.Code);
        Assert.All(
            ["#/properties/a/type", "\"strin\"", "#/properties/b/minimum", "#/properties/c", "#/properties/d/pattern", "#/properties/e/$ref", "#/required"],
            part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("3")]
    [InlineData("""{"$ref":"https://example.com/other.json"}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-03/schema#"}""")]
    public void What_is_no_schema_or_needs_the_network_is_refused(string schema) =>
        Assert.Equal("schema_invalid", Assert.Throws<IsaaException>(() => JsonSchema.Parse(schema)).Code);

    [Theory]
    [InlineData("""{"$ref":"#"}""", "1")]
    [InlineData("""{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""", "{}")]
    public void A_schema_that_leads_to_itself_is_refused_at_the_value_and_does_not_hang(string schema, string value) =>
        Assert.Contains("too deeply", JsonSchema.Parse(schema).Validate(JsonElement.Parse(value))[0].Message, StringComparison.Ordinal);

    [Fact]
    public void A_schema_that_doubles_its_work_at_each_reference_ends()
    {
        var definitions = Enumerable.Range(0, 60).Select(i => FormattableString.Invariant(
            $$"""
            "d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}
            """));
        var schema = JsonSchema.Parse($$"""{"$ref":"#/$defs/d0","$defs":{ {{string.Join(',', definitions)}},"d60":{"type":"integer"} } }""");
        Assert.False(schema.Accepts(JsonElement.Parse("1")));
    }

    [Fact]
    public void A_pattern_that_explodes_is_cut_off()
    {
        var schema = JsonSchema.Parse("""{"pattern":"^(a+)+(?!x)$"}""", new SchemaOptions { PatternTimeout = TimeSpan.FromMilliseconds(50) });
        var error = Assert.Single(schema.Validate(JsonElement.Parse($"\"{new string('a', 40)}b\"")));
        Assert.Contains("too long to match", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_schema_serves_many_threads()
    {
        var schema = JsonSchema.Parse("""{"$dynamicAnchor":"node","properties":{"next":{"$dynamicRef":"#node"},"n":{"type":"integer"}},"unevaluatedProperties":false}""");
        var good = JsonElement.Parse("""{"n":1,"next":{"n":2,"next":{"n":3}}}""");
        var bad = JsonElement.Parse("""{"n":1,"next":{"n":2,"next":{"m":3}}}""");
        Parallel.For(0, 1000, index => Assert.Equal(index % 2, schema.Validate(index % 2 == 0 ? good : bad).Count));
    }

    [Fact]
    public void Huge_exponents_are_compared_without_writing_out_their_digits()
    {
        var schema = JsonSchema.Parse("""{"exclusiveMaximum":1e1000000000,"multipleOf":7}""");
        Assert.True(schema.Accepts(JsonElement.Parse("7e999999999")));
        Assert.False(schema.Accepts(JsonElement.Parse("7e1000000000")));
        Assert.False(schema.Accepts(JsonElement.Parse("1e999999999")));
    }

    [Fact]
    public void Numbers_compare_as_exactly_as_decimals() => Prop.ForAll<decimal, decimal>((limit, value) =>
    {
        var (low, number) = (Text(limit), Text(value));
        Assert.Equal(value >= limit, JsonSchema.Parse($$"""{"minimum":{{low}}}""").Accepts(JsonElement.Parse(number)));
        Assert.Equal(value == limit, JsonSchema.Parse($$"""{"enum":[{{low}}]}""").Accepts(JsonElement.Parse(number)));
    }).QuickCheckThrowOnFailure();

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
