using System.Text.Json;
using Isaa.Connectors.Calling;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Gemini;

/// <summary>Writes the contents of a conversation, turn after turn: a result names the function it belongs to, which its call said before.</summary>
internal sealed class GeminiParts(Utf8JsonWriter writer)
{
    /// <summary>Newer models refuse a call in the conversation without a signature; calls that another provider or an earlier process made have none, and this stands for it.</summary>
    private const string NoSignature = "skip_thought_signature_validator";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    public void Write(IReadOnlyList<AIContent> contents)
    {
        var isFirstCall = true;
        foreach (var content in contents)
        {
            switch (content)
            {
                case TextContent text:
                    WriteText(writer, text.Text);
                    break;
                case FunctionCallContent call:
                    WriteCall(call, isFirstCall);
                    isFirstCall = false;
                    break;
                case FunctionResultContent result:
                    WriteResult(result);
                    break;
                case DataContent data when data.HasTopLevelMediaType("image"):
                    WriteImage(data);
                    break;
                default:
                    throw new ModelException("model_rejected", $"A message holds {content.GetType().Name}, which this service cannot be sent; text and images can.", isTransient: false);
            }
        }
    }

    private void WriteCall(FunctionCallContent call, bool isFirst)
    {
        var name = _names[call.CallId] = ToolName.Allowed(call.Name);
        writer.WriteStartObject();
        writer.WriteStartObject("functionCall");
        writer.WriteString("name", name);
        writer.WritePropertyName("args");
        writer.WriteRawValue(ToolCallText.Arguments(call));
        writer.WriteEndObject();
        if (isFirst)
        {
            writer.WriteString("thoughtSignature", NoSignature);
        }

        writer.WriteEndObject();
    }

    private void WriteResult(FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("functionResponse");
        writer.WriteString("name", _names.GetValueOrDefault(result.CallId, "unknown"));
        writer.WriteStartObject("response");
        writer.WriteString(ToolCallText.FindOutcome(result) is null ? "output" : "error", ToolCallText.Result(result));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteImage(DataContent data)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("inlineData");
        writer.WriteString("mimeType", data.MediaType);
        writer.WriteBase64String("data", data.Data.Span);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
