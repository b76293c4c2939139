using System.Text.Json;
using Isaa.Connectors.Calling;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.OpenAI.Requests;

/// <summary>Writes messages.</summary>
internal static class MessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatMessage message, ServiceHabits habits)
    {
        if (message.Role == ChatRole.Assistant)
        {
            WriteAssistant(writer, message, habits);
        }
        else if (message.Role == ChatRole.Tool)
        {
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
            {
                WriteResult(writer, result, habits);
            }
        }
        else if (message.Role == ChatRole.System || message.Contents.All(content => content is TextContent))
        {
            WriteText(writer, message.Role.Value, message.Text);
        }
        else
        {
            WriteParts(writer, message);
        }
    }

    public static void WriteText(Utf8JsonWriter writer, string role, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", text);
        writer.WriteEndObject();
    }

    private static void WriteAssistant(Utf8JsonWriter writer, ChatMessage message, ServiceHabits habits)
    {
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        writer.WriteStartObject();
        writer.WriteString("role", "assistant");
        if (message.Text.Length > 0 || calls.Count == 0)
        {
            writer.WriteString("content", message.Text);
        }
        else
        {
            writer.WriteNull("content");
        }

        if (calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in calls)
            {
                WriteCall(writer, call, habits);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call, ServiceHabits habits)
    {
        writer.WriteStartObject();
        writer.WriteString("id", habits.AllowedId(call.CallId));
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", ToolName.Allowed(call.Name));
        writer.WriteString("arguments", ToolCallText.Arguments(call));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result, ServiceHabits habits)
    {
        writer.WriteStartObject();
        writer.WriteString("role", "tool");
        writer.WriteString("tool_call_id", habits.AllowedId(result.CallId));
        writer.WriteString("content", ToolCallText.Result(result));
        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        writer.WriteStartArray("content");
        foreach (var content in message.Contents)
        {
            WritePart(writer, content);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, AIContent content)
    {
        var (type, value) = content switch
        {
            TextContent text => ("text", text.Text),
            DataContent data when data.HasTopLevelMediaType("image") => ("image_url", data.Uri),
            UriContent uri when uri.HasTopLevelMediaType("image") => ("image_url", uri.Uri.ToString()),
            _ => throw new ModelException("model_rejected", $"A message holds {content.GetType().Name}, which this service cannot be sent; text and images can.", isTransient: false),
        };
        writer.WriteStartObject();
        writer.WriteString("type", type);
        if (type == "text")
        {
            writer.WriteString("text", value);
        }
        else
        {
            writer.WriteStartObject("image_url");
            writer.WriteString("url", value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
