using System.Text.Json;
using Isaa.Connectors.Calling;
using Isaa.Connectors.Calling.Dialects;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Gemini;

/// <summary>The generateContent API.</summary>
internal sealed class GeminiDialect(ModelConnection connection, string model, FailureReader failures) : IModelDialect
{
    public HttpRequestMessage Ask(IReadOnlyList<ChatMessage> messages, ChatOptions? options) => JsonRequest.Post(
        connection,
        $"/models/{Uri.EscapeDataString(model)}:streamGenerateContent?alt=sse",
        "x-goog-api-key",
        writer => Write(writer, Turns.Of(messages, options?.Instructions), options));

    public IStreamedAnswer Answer(int messageCount) => new GeminiAnswer(messageCount, failures);

    private static void Write(Utf8JsonWriter writer, Turns turns, ChatOptions? options)
    {
        writer.WriteStartObject();
        if (turns.System.Count > 0)
        {
            writer.WriteStartObject("systemInstruction");
            writer.WriteStartArray("parts");
            GeminiParts.WriteText(writer, string.Join("\n\n", turns.System));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteStartArray("contents");
        var parts = new GeminiParts(writer);
        foreach (var (isModel, contents) in turns.Sides)
        {
            writer.WriteStartObject();
            writer.WriteString("role", isModel ? "model" : "user");
            writer.WriteStartArray("parts");
            parts.Write(contents);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().ToList() ?? [];
        WriteTools(writer, tools, options);
        WriteConfiguration(writer, options, hasTools: tools.Count > 0);
        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, List<AIFunctionDeclaration> tools, ChatOptions? options)
    {
        if (tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools");
        writer.WriteStartObject();
        writer.WriteStartArray("functionDeclarations");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name", ToolName.Allowed(tool.Name));
            writer.WriteString("description", tool.Description);
            writer.WritePropertyName("parametersJsonSchema");
            tool.JsonSchema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (options?.ToolMode is NoneChatToolMode or RequiredChatToolMode)
        {
            WriteToolMode(writer, options.ToolMode);
        }
    }

    private static void WriteToolMode(Utf8JsonWriter writer, ChatToolMode mode)
    {
        writer.WriteStartObject("toolConfig");
        writer.WriteStartObject("functionCallingConfig");
        writer.WriteString("mode", mode is NoneChatToolMode ? "NONE" : "ANY");
        if (mode is RequiredChatToolMode { RequiredFunctionName: { } name })
        {
            writer.WriteStartArray("allowedFunctionNames");
            writer.WriteStringValue(ToolName.Allowed(name));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // The service refuses a fixed form of the answer beside tools; the model then has only what it was told in words.
    private static void WriteConfiguration(Utf8JsonWriter writer, ChatOptions? options, bool hasTools)
    {
        writer.WriteStartObject("generationConfig");
        WriteNumber(writer, "temperature", options?.Temperature);
        WriteNumber(writer, "topP", options?.TopP);
        WriteNumber(writer, "frequencyPenalty", options?.FrequencyPenalty);
        WriteNumber(writer, "presencePenalty", options?.PresencePenalty);
        WriteNumber(writer, "maxOutputTokens", options?.MaxOutputTokens);
        WriteNumber(writer, "seed", options?.Seed);
        if (options?.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stopSequences");
            foreach (var stop in stops)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }

        if (options?.ResponseFormat is ChatResponseFormatJson json && !hasTools)
        {
            writer.WriteString("responseMimeType", "application/json");
            if (json.Schema is { } schema)
            {
                writer.WritePropertyName("responseJsonSchema");
                schema.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber<T>(Utf8JsonWriter writer, string name, T? value)
        where T : struct
    {
        if (value is { } given)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, given, AIJsonUtilities.DefaultOptions);
        }
    }
}
