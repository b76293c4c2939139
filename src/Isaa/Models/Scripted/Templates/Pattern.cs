using System.Text.RegularExpressions;

namespace Isaa.Models.Scripted.Templates;

/// <summary>A regular expression that may hold placeholders, whose values are matched literally.</summary>
internal sealed class Pattern(string text)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly Template _template = new(text);

    public Template Template => _template;

    public Match Find(string text, Moment moment)
    {
        try
        {
            return Regex.Match(text, _template.Fill(moment, Regex.Escape), RegexOptions.CultureInvariant, Limit);
        }
        catch (RegexMatchTimeoutException)
        {
            throw moment.Broken($"the pattern '{_template.Text}' took longer than {Limit.TotalSeconds} s on a text of {text.Length} characters");
        }
    }
}
