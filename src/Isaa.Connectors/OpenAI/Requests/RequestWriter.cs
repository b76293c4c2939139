using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Isaa.Connectors.Calling;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.OpenAI.Requests;

/// <summary>Writes the body of a request.</summary>
/// <param name="model">The model's name at the service.</param>
/// <param name="habits">In what the service differs.</param>
internal sealed class RequestWriter(string model, ServiceHabits habits)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Write(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartObject();
        writer.WriteString("model", model);
        writer.WriteStartArray("messages");
        if (!string.IsNullOrEmpty(options?.Instructions))
        {
            MessageWriter.WriteText(writer, "system", options.Instructions);
        }

        foreach (var message in messages)
        {
            MessageWriter.Write(writer, message, habits);
        }

        writer.WriteEndArray();
        if (isStreamed)
        {
            writer.WriteBoolean("stream", true);
            if (habits.KnowsStreamOptions)
            {
                writer.WriteStartObject("stream_options");
                writer.WriteBoolean("include_usage", true);
                writer.WriteEndObject();
            }
        }

        if (options is not null)
        {
            WriteSampling(writer, options);
            WriteTools(writer, options);
            WriteFormat(writer, options.ResponseFormat);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteSampling(Utf8JsonWriter writer, ChatOptions options)
    {
        WriteNumber(writer, habits.KnowsCompletionLimit ? "max_completion_tokens" : "max_tokens", options.MaxOutputTokens);
        WriteNumber(writer, "temperature", options.Temperature);
        WriteNumber(writer, "top_p", options.TopP);
        WriteNumber(writer, "frequency_penalty", options.FrequencyPenalty);
        WriteNumber(writer, "presence_penalty", options.PresencePenalty);
        WriteNumber(writer, "seed", options.Seed);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop");
            foreach (var stop in stops)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options)
    {
        var tools = options.Tools?.OfType<AIFunctionDeclaration>().ToList() ?? [];
        if (tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", tool.Name);
            writer.WriteString("description", tool.Description);
            writer.WritePropertyName("parameters");
            tool.JsonSchema.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteToolChoice(writer, options.ToolMode);
        if (options.AllowMultipleToolCalls is { } parallel)
        {
            writer.WriteBoolean("parallel_tool_calls", parallel);
        }
    }

    private static void WriteToolChoice(Utf8JsonWriter writer, ChatToolMode? mode)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                writer.WriteString("tool_choice", "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice");
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice", "required");
                break;
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return;
        }

        writer.WriteStartObject("response_format");
        writer.WriteString("type", json.Schema is null ? "json_object" : "json_schema");
        if (json.Schema is { } schema)
        {
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", ToolName.Allowed(json.SchemaName ?? "answer"));
            if (json.SchemaDescription is { } description)
            {
                writer.WriteString("description", description);
            }

            writer.WriteBoolean("strict", StrictSchema.IsMetBy(schema));
            writer.WritePropertyName("schema");
            schema.WriteTo(writer);
            writer.WriteEndObject();
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
