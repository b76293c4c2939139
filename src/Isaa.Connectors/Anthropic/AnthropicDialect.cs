using System.Text.Json;
using Isaa.Connectors.Calling;
using Isaa.Connectors.Calling.Dialects;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Anthropic;

/// <summary>The messages API. The system prompt, the tools and the newest turn are marked for the service's cache.</summary>
internal sealed class AnthropicDialect(ModelConnection connection, string model, FailureReader failures) : IModelDialect
{
    private const string Version = "2023-06-01";

    /// <summary>The API wants a limit; this one counts when nobody names one.</summary>
    private const int OutputTokens = 8192;

    public HttpRequestMessage Ask(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var request = JsonRequest.Post(connection, "/messages", "x-api-key", writer => Write(writer, Turns.Of(messages, options?.Instructions), options));
        request.Headers.Add("anthropic-version", Version);
        return request;
    }

    public IStreamedAnswer Answer(int messageCount) => new AnthropicAnswer(messageCount, failures);

    private void Write(Utf8JsonWriter writer, Turns turns, ChatOptions? options)
    {
        writer.WriteStartObject();
        writer.WriteString("model", model);
        writer.WriteNumber("max_tokens", options?.MaxOutputTokens ?? OutputTokens);
        writer.WriteBoolean("stream", true);
        if (turns.System.Count > 0)
        {
            writer.WriteStartArray("system");
            AnthropicBlocks.WriteText(writer, string.Join("\n\n", turns.System), isCached: true);
            writer.WriteEndArray();
        }

        writer.WriteStartArray("messages");
        foreach (var (isModel, contents) in turns.Sides)
        {
            writer.WriteStartObject();
            writer.WriteString("role", isModel ? "assistant" : "user");
            writer.WriteStartArray("content");
            AnthropicBlocks.Write(writer, contents, isCached: !isModel && ReferenceEquals(contents, turns.Sides[^1].Contents));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (options is not null)
        {
            WriteSampling(writer, options);
            WriteTools(writer, options);
            WriteFormat(writer, options.ResponseFormat);
        }

        writer.WriteEndObject();
    }

    // Temperatures end at 1 here, penalties and seeds are not known.
    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature", Math.Min(temperature, 1));
        }

        if (options.TopP is { } topP && options.Temperature is null)
        {
            writer.WriteNumber("top_p", topP);
        }

        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop_sequences");
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
        foreach (var (index, tool) in tools.Index())
        {
            writer.WriteStartObject();
            writer.WriteString("name", ToolName.Allowed(tool.Name));
            writer.WriteString("description", tool.Description);
            writer.WritePropertyName("input_schema");
            tool.JsonSchema.WriteTo(writer);
            if (index == tools.Count - 1)
            {
                AnthropicBlocks.WriteCached(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteToolChoice(writer, options);
    }

    private static void WriteToolChoice(Utf8JsonWriter writer, ChatOptions options)
    {
        var (type, name) = options.ToolMode switch
        {
            NoneChatToolMode => ("none", null),
            RequiredChatToolMode { RequiredFunctionName: { } required } => ("tool", ToolName.Allowed(required)),
            RequiredChatToolMode => ("any", null),
            _ => ("auto", (string?)null),
        };
        if (type == "auto" && options.AllowMultipleToolCalls is null)
        {
            return;
        }

        writer.WriteStartObject("tool_choice");
        writer.WriteString("type", type);
        if (name is not null)
        {
            writer.WriteString("name", name);
        }

        if (options.AllowMultipleToolCalls is { } parallel && type != "none")
        {
            writer.WriteBoolean("disable_parallel_tool_use", !parallel);
        }

        writer.WriteEndObject();
    }

    // The service takes closed objects only; for any other schema the model has only what it was told in words.
    private static void WriteFormat(Utf8JsonWriter writer, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson { Schema: { } schema } || !StrictSchema.IsMetBy(schema))
        {
            return;
        }

        writer.WriteStartObject("output_config");
        writer.WriteStartObject("format");
        writer.WriteString("type", "json_schema");
        writer.WritePropertyName("schema");
        schema.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
