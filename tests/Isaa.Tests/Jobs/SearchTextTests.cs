using Isaa.Diagnostics;
using Isaa.Jobs.Searching;

namespace Isaa.Tests.Jobs;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("Hello, World!", "hello world")]
    [InlineData("  a-b_c  ", "a b c")]
    [InlineData("ÄRGER Ελλάδα 中文 42.5", "ärger ελλάδα 中文 42 5")]
    [InlineData("...", "")]
    public void Words_are_runs_of_letters_and_digits_in_small_letters(string text, string words) => Assert.Equal(words, SearchText.Fold(text, 1000));

    [Fact]
    public void A_very_long_word_and_a_very_long_text_are_cut()
    {
        Assert.Equal(64, SearchText.Fold(new string('x', 500), 1000).Length);
        Assert.Equal("aa bb c", SearchText.Fold("aa bb cc dd", 7));
    }

    [Fact]
    public void A_search_has_words_phrases_and_beginnings()
    {
        var terms = SearchText.Parse("one \"two three\" fou* five-six \"open");

        Assert.Equal(["one", "two three", "fou", "five six", "open"], terms.Select(t => string.Join(' ', t.Words)));
        Assert.Equal([false, false, true, false, false], terms.Select(t => t.IsPrefix));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\" * -")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17")]
    public void A_search_without_a_word_or_with_too_many_is_refused(string query) =>
        Assert.Equal("text_invalid", Assert.Throws<IsaaException>(() => SearchText.Parse(query)).Code);

    [Theory]
    [InlineData("data.a.b=1", false, "a/b", "1")]
    [InlineData("result.x=", true, "x", "")]
    [InlineData("data.x=a=b", false, "x", "a=b")]
    public void A_field_is_written_as_its_path_and_value(string text, bool isOfResult, string path, string value)
    {
        var field = FieldMatch.Parse(text);

        Assert.Equal((isOfResult, path, value, text), (field.IsOfResult, string.Join('/', field.Path), field.Value, field.ToString()));
    }

    [Theory]
    [InlineData("data=1")]
    [InlineData("data.=1")]
    [InlineData("customer.id=1")]
    [InlineData("data.id")]
    [InlineData("data.a\"b=1")]
    [InlineData("data.1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17=1")]
    public void What_names_no_field_is_refused(string text) => Assert.Equal("field_invalid", Assert.Throws<IsaaException>(() => FieldMatch.Parse(text)).Code);
}
