using System.Collections.Frozen;
using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains.Storing;

/// <summary>Scores how well chains fit a task.</summary>
internal static class ChainFitting
{
    private const int ShortestWord = 3;

    private static readonly FrozenSet<string> Empty = FrozenSet.ToFrozenSet(["THE", "AND", "FOR", "WITH", "THIS", "THAT", "FROM", "INTO", "ALL", "ARE", "WAS", "ITS", "NOT", "BUT"], StringComparer.Ordinal);

    public static double Score(ChainVersion chain, IReadOnlySet<string> task)
    {
        var score = 3 * Hits(chain.Name, task) + 2 * Hits(chain.Description, task) + 1.5 * chain.Tags.Sum(tag => Hits(tag, task)) + UsedNames(chain).Sum(name => Hits(name, task));
        return score > 0 && chain.IsAccepted ? score + 0.5 : score;
    }

    /// <summary>The words of a text that tell something.</summary>
    public static IReadOnlySet<string> WordsOf(string text)
    {
        var plain = string.Concat(text.Select(c => char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : ' '));
        return plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length >= ShortestWord && !Empty.Contains(w)).ToHashSet(StringComparer.Ordinal);
    }

    private static int Hits(string text, IReadOnlySet<string> task) => WordsOf(text).Count(task.Contains);

    private static List<string> UsedNames(ChainVersion chain)
    {
        try
        {
            return ChainNodes.All(chain.ToChain().Root).Where(n => n is AgentNode or FunctionNode or ToolNode or ReferenceNode).Select(NodeNames.Of).Distinct().ToList();
        }
        catch (IsaaException)
        {
            // Text that can no longer be read still has a name and a description.
            return [];
        }
    }
}
