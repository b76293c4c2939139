using Isaa.Diagnostics;

namespace Isaa.Chains.Text;

/// <summary>The text of a chain is wrong at one place.</summary>
/// <remarks>Its code is <c>chain_syntax</c>, or the code of the rule that the place breaks, such as <c>field_unknown</c>. The message holds the line with a mark under the place.</remarks>
public sealed class ChainSyntaxException : IsaaException
{
    internal ChainSyntaxException(string code, string message, int line, int column, Exception? inner = null)
        : base(code, message, inner)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line of the place, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of the place, from 1, in UTF-16 units.</summary>
    public int Column { get; }
}
