using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Isaa.Schemas.Yaml;

/// <summary>Writes JSON values as YAML that people like to read: plain words bare, long texts as blocks, all else quoted.</summary>
internal static partial class YamlWriter
{
    public static string Write(JsonObject root)
    {
        using var writer = new StringWriter();
        new YamlStream(new YamlDocument(Node(root))).Save(writer, assignAnchors: false);
        var text = writer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static YamlNode Node(JsonNode? node) => node switch
    {
        JsonObject { Count: 0 } => new YamlMappingNode { Style = YamlDotNet.Core.Events.MappingStyle.Flow },
        JsonObject map => new YamlMappingNode(map.Select(p => KeyValuePair.Create<YamlNode, YamlNode>(Text(p.Key), Node(p.Value)))),
        JsonArray { Count: 0 } => new YamlSequenceNode { Style = YamlDotNet.Core.Events.SequenceStyle.Flow },
        JsonArray list => new YamlSequenceNode(list.Select(Node)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
        null => new YamlScalarNode("null"),
        _ => new YamlScalarNode(node.ToJsonString()),
    };

    private static YamlScalarNode Text(string text) => new YamlScalarNode(text)
    {
        Style = Plain().IsMatch(text) && !Meaning().IsMatch(text) ? ScalarStyle.Plain
            : Block().IsMatch(text) ? ScalarStyle.Literal
            : ScalarStyle.DoubleQuoted,
    };

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+){0,12}\z")]
    private static partial Regex Plain();

    /// <summary>Words that some reader of YAML takes for something else than text.</summary>
    [GeneratedRegex(@"\A(?:true|false|null|yes|no|on|off|y|n|nan|inf)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Meaning();

    /// <summary>Several lines in printable ASCII, none that ends with a space, the first not indented.</summary>
    [GeneratedRegex(@"\A[!-~](?:[ -~]*[!-~])?(?:\n+(?:[ -~]*[!-~]))+\n?\z|\A[!-~](?:[ -~]*[!-~])?\n\z")]
    private static partial Regex Block();
}
