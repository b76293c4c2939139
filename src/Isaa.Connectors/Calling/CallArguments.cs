using System.Text.Json;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling;

/// <summary>Makes a tool call of the arguments as the model wrote them.</summary>
internal static class CallArguments
{
    /// <summary>The call; arguments that are no JSON object are handed on as they are.</summary>
    public static FunctionCallContent Call(string id, string name, string raw)
    {
        if (string.IsNullOrWhiteSpace(raw))
        {
            return new FunctionCallContent(id, name, new Dictionary<string, object?>());
        }

        try
        {
            using var document = JsonDocument.Parse(raw);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => new FunctionCallContent(id, name, Read(document.RootElement)),
                JsonValueKind.Null => new FunctionCallContent(id, name, new Dictionary<string, object?>()),
                _ => ToolCallText.WithInvalidArguments(id, name, raw),
            };
        }
        catch (JsonException)
        {
            return ToolCallText.WithInvalidArguments(id, name, raw);
        }
    }

    private static Dictionary<string, object?> Read(JsonElement root)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            arguments[property.Name] = property.Value.Clone();
        }

        return arguments;
    }
}
