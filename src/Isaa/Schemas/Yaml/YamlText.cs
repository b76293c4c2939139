using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Isaa.Schemas.Yaml;

/// <summary>Reads YAML that people write and nobody vouches for: one document, no anchors, bounded size and depth.</summary>
internal static class YamlText
{
    private const int MaxCharacters = 1_000_000;
    private const int MaxDepth = 50;

    /// <summary>The mapping at the root; null when the text has none, which is then among the problems.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="isSecret">True when no message may quote the text.</param>
    public static YamlMap? Read(string text, YamlProblems problems, bool isSecret = false)
    {
        if (text.Length > MaxCharacters)
        {
            problems.Add(1, $"the file has {text.Length} characters; at most {MaxCharacters} are read.");
            return null;
        }

        try
        {
            return IsPlain(text, problems) ? Root(text, problems) : null;
        }
        catch (YamlException exception)
        {
            problems.Add(exception.Start.Line, isSecret ? "not valid YAML here." : $"not valid YAML: {Reason(exception)}");
            return null;
        }
    }

    private static YamlMap? Root(string text, YamlProblems problems)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents is [{ RootNode: YamlMappingNode root }])
        {
            return new YamlMap(root, "", problems);
        }

        problems.Add(1, stream.Documents.Count > 1 ? "holds several documents; one is allowed." : "must be a mapping of `key: value` lines.");
        return null;
    }

    private static bool IsPlain(string text, YamlProblems problems)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is AnchorAlias || parser.Current is NodeEvent { Anchor.IsEmpty: false })
            {
                problems.Add(parser.Current.Start.Line, "anchors and aliases (& and *) are not read here; write the value out.");
                return false;
            }

            if (depth > MaxDepth)
            {
                problems.Add(parser.Current.Start.Line, $"nested more than {MaxDepth} levels deep.");
                return false;
            }
        }

        return true;
    }

    private static string Reason(YamlException exception)
    {
        var inner = exception.InnerException is YamlException cause ? cause : exception;
        var message = inner.Message;
        var colon = message.StartsWith("(Line", StringComparison.Ordinal) ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return colon < 0 ? message : message[(colon + 3)..];
    }
}
