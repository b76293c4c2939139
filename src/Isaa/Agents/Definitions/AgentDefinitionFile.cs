using System.Text.Json;
using System.Text.Json.Nodes;
using Isaa.Diagnostics;
using Isaa.Schemas.Yaml;

namespace Isaa.Agents.Definitions;

/// <summary>
/// Definitions as YAML or JSON files. Reading is strict: an unknown key or a wrong value is an error, and all errors are reported at once, each
/// with its line.
/// </summary>
public static class AgentDefinitionFile
{
    /// <summary>The code of the error that names everything that is wrong with a definition.</summary>
    public const string InvalidCode = "agent_invalid";

    /// <summary>Reads a definition from a YAML or JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IsaaException"><c>file_unreadable</c>, or <c>agent_invalid</c> with a line <c>path:line: message</c> for each error.</exception>
    public static async Task<AgentDefinition> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IsaaException("file_unreadable", $"{path} cannot be read: {e.Message}", e);
        }

        return Read(text, path);
    }

    /// <summary>Reads a definition from YAML or JSON text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What the text is called in messages, usually its path.</param>
    /// <exception cref="IsaaException"><c>agent_invalid</c> with a line <c>source:line: message</c> for each error.</exception>
    public static AgentDefinition Read(string text, string source = "agent")
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new YamlProblems(source);
        var root = YamlText.Read(JsonAsYaml.Read(text), problems);
        var definition = root is null ? null : AgentDefinitionReader.Read(root);
        problems.ThrowIfAny(InvalidCode);
        return definition!;
    }

    /// <summary>Checks a definition that was made in code by the rules for files.</summary>
    /// <param name="definition">The definition.</param>
    /// <exception cref="IsaaException"><c>agent_invalid</c> with all errors.</exception>
    public static void Check(AgentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Read(WriteJson(definition), definition.Name);
    }

    /// <summary>The definition as indented JSON without what is as by default; reading it gives the same definition.</summary>
    /// <param name="definition">The definition.</param>
    public static string WriteJson(AgentDefinition definition) => Node(definition).ToJsonString(Indented);

    /// <summary>The definition as YAML without what is as by default; reading it gives the same definition.</summary>
    /// <param name="definition">The definition.</param>
    public static string WriteYaml(AgentDefinition definition) => YamlWriter.Write(Node(definition));

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static JsonObject Node(AgentDefinition definition)
    {
        var node = Full(definition);
        LeaveOut(node, Full(new AgentDefinition { Name = "" }));
        return node;
    }

    private static JsonObject Full(AgentDefinition definition) => JsonNode.Parse(AgentDefinitionJson.Write(definition))!.AsObject();

    private static void LeaveOut(JsonObject node, JsonObject defaults)
    {
        foreach (var (key, value) in defaults.ToList())
        {
            if (!node.TryGetPropertyValue(key, out var own))
            {
                continue;
            }

            if (JsonNode.DeepEquals(own, value))
            {
                node.Remove(key);
            }
            else if (own is JsonObject group && value is JsonObject groupDefaults)
            {
                LeaveOut(group, groupDefaults);
            }
        }
    }
}
