using Isaa.Chains.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains.Text;

/// <summary>
/// The language of chains as text: <c>extractor &gt;&gt; CF(PersonData) - "interests[n]" &gt;&gt; (analyzer + reporter) | "sorry"</c>. Operators and their
/// order are those of C#: <c>-</c> on a CF, then <c>%</c>, <c>+</c>, <c>&gt;&gt;</c>, <c>&amp;</c>, <c>|</c>. Thread safe.
/// </summary>
/// <remarks>
/// A name alone is an agent, <c>name("focus")</c> an agent with something to look at. <c>fn:name</c> is a function, <c>tool:name(key="value")</c> a tool,
/// <c>chain:name</c> another chain. <c>repeat(…, until IS(…), max 5)</c>, <c>approval(name, timeout 2h)</c> and <c>signal(name)</c> have their own words.
/// Models stand before the chain: <c>model:PersonData(name: str, age: int?, interests: list[str])</c> or <c>model:PersonData {JSON Schema}</c>.
/// <c>#</c> begins a comment.
/// </remarks>
public static class ChainText
{
    /// <summary>The longest text that is read: 256 Ki characters.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Reads a chain.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The chain's name; null for none.</param>
    /// <exception cref="ChainSyntaxException">The text is wrong; the message says where, what was expected, and what was likely meant.</exception>
    /// <exception cref="IsaaException"><c>chain_too_large</c>.</exception>
    public static Chain Parse(string text, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new IsaaException("chain_too_large", $"The chain's text has {text.Length} characters; {MaxLength} are read at most. Make parts of it chains of their own.");
        }

        return Chain.Of(new ChainParser(new TextCursor(text)).Read(), name);
    }

    /// <summary>Writes a chain so that reading the text gives the same nodes. What is bound in this program is written by its name.</summary>
    /// <param name="chain">The chain.</param>
    public static string Write(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return Write(chain.Root);
    }

    /// <summary>Writes nodes so that reading the text gives the same nodes.</summary>
    /// <param name="root">The nodes.</param>
    public static string Write(ChainNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new ChainTextWriter().Write(root);
    }
}
