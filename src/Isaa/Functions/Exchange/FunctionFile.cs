using System.Text.Json.Nodes;
using Isaa.Diagnostics;
using Isaa.Functions.Storing;
using Isaa.Schemas.Yaml;

namespace Isaa.Functions.Exchange;

/// <summary>
/// Functions as YAML or JSON files. Reading is strict: an unknown key or a wrong value is an error, and all errors are reported at once, each with its
/// line. What the code does is checked when the function is stored.
/// </summary>
public static class FunctionFile
{
    /// <summary>Reads a function from YAML or JSON text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What the text is called in messages, usually its path.</param>
    /// <exception cref="IsaaException"><c>function_invalid</c> with a line <c>source:line: message</c> for each error.</exception>
    public static FunctionDefinition Read(string text, string source = "function")
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new YamlProblems(source);
        var root = YamlText.Read(JsonAsYaml.Read(text), problems);
        var definition = root is null ? null : new FunctionReader(problems).Read(root);
        problems.ThrowIfAny("function_invalid");
        return definition!;
    }

    /// <summary>The function as YAML; reading it gives the same function. What has its default is left out.</summary>
    /// <param name="definition">The function.</param>
    public static string WriteYaml(FunctionDefinition definition)
    {
        var node = JsonNode.Parse(FunctionDefinitionJson.Write(definition))!.AsObject();
        var plain = JsonNode.Parse(FunctionDefinitionJson.Write(new FunctionDefinition { Name = definition.Name, Language = definition.Language, Code = definition.Code }))!.AsObject();
        LeaveOut(node, plain);
        return YamlWriter.Write(node);
    }

    private static void LeaveOut(JsonObject node, JsonObject plain)
    {
        foreach (var (key, value) in plain)
        {
            if (key is "name" or "language" or "code")
            {
                continue;
            }

            if (JsonNode.DeepEquals(node[key], value))
            {
                node.Remove(key);
            }
            else if (node[key] is JsonObject inner && value is JsonObject plainInner)
            {
                LeaveOut(inner, plainInner);
            }
        }
    }
}
