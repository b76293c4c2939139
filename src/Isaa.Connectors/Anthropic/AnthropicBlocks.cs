using System.Text.Json;
using Isaa.Connectors.Calling;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Anthropic;

/// <summary>Writes the contents of a turn.</summary>
internal static class AnthropicBlocks
{
    /// <summary>Writes contents; results of calls come first, as the service wants it.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<AIContent> contents, bool isCached)
    {
        var ordered = contents.OrderBy(content => content is FunctionResultContent ? 0 : 1).ToList();
        foreach (var (index, content) in ordered.Index())
        {
            WriteBlock(writer, content, isCached && index == ordered.Count - 1);
        }
    }

    public static void WriteText(Utf8JsonWriter writer, string text, bool isCached)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text);
        WriteEnd(writer, isCached);
    }

    public static void WriteCached(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("cache_control");
        writer.WriteString("type", "ephemeral");
        writer.WriteEndObject();
    }

    private static void WriteBlock(Utf8JsonWriter writer, AIContent content, bool isCached)
    {
        switch (content)
        {
            case TextContent text:
                WriteText(writer, text.Text, isCached && !string.IsNullOrWhiteSpace(text.Text));
                break;
            case FunctionCallContent call:
                writer.WriteStartObject();
                writer.WriteString("type", "tool_use");
                writer.WriteString("id", AllowedId(call.CallId));
                writer.WriteString("name", ToolName.Allowed(call.Name));
                writer.WritePropertyName("input");
                writer.WriteRawValue(ToolCallText.Arguments(call));
                WriteEnd(writer, isCached);
                break;
            case FunctionResultContent result:
                writer.WriteStartObject();
                writer.WriteString("type", "tool_result");
                writer.WriteString("tool_use_id", AllowedId(result.CallId));
                writer.WriteString("content", ToolCallText.Result(result));
                if (ToolCallText.FindOutcome(result) is not null)
                {
                    writer.WriteBoolean("is_error", true);
                }

                WriteEnd(writer, isCached);
                break;
            default:
                WriteImage(writer, content, isCached);
                break;
        }
    }

    private static void WriteImage(Utf8JsonWriter writer, AIContent content, bool isCached)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "image");
        writer.WriteStartObject("source");
        switch (content)
        {
            case DataContent data when data.HasTopLevelMediaType("image"):
                writer.WriteString("type", "base64");
                writer.WriteString("media_type", data.MediaType);
                writer.WriteBase64String("data", data.Data.Span);
                break;
            case UriContent uri when uri.HasTopLevelMediaType("image"):
                writer.WriteString("type", "url");
                writer.WriteString("url", uri.Uri.ToString());
                break;
            default:
                throw new ModelException("model_rejected", $"A message holds {content.GetType().Name}, which this service cannot be sent; text and images can.", isTransient: false);
        }

        writer.WriteEndObject();
        WriteEnd(writer, isCached);
    }

    private static void WriteEnd(Utf8JsonWriter writer, bool isCached)
    {
        if (isCached)
        {
            WriteCached(writer);
        }

        writer.WriteEndObject();
    }

    private static string AllowedId(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? ToolName.AllowedId(id) : ToolName.HashedId(id);
}
