using System.Text.Json;
using System.Text;
using Isaa.Connectors.Calling;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.OpenAI.Answers;

/// <summary>Reads one answer, whole or in chunks. Reasoning is not part of the answer and is left out.</summary>
internal sealed class AnswerReader(int messageCount, FailureReader failures)
{
    private readonly ToolCallParts _calls = new(messageCount);
    private string? _id;
    private string? _model;
    private UsageDetails? _usage;
    private string _finish = "";
    private bool _isDone;

    /// <summary>Reads the data of one event; null when it adds nothing that can be shown yet.</summary>
    public ChatResponseUpdate? Read(ReadOnlyMemory<byte> data)
    {
        if (_isDone || data.Span.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            _isDone = true;
            return null;
        }

        using var document = Parse(data);
        var text = ReadBody(document.RootElement, "delta");
        return text.Length == 0 ? null : Update(new TextContent(text));
    }

    /// <summary>The end of the answer: its tool calls, usage and finish reason.</summary>
    /// <exception cref="ModelException"><c>model_stream_cut</c> when the stream ended before the answer did.</exception>
    public ChatResponseUpdate End()
    {
        if (_finish.Length == 0 && !_isDone)
        {
            throw failures.Cut();
        }

        var update = Update([.. _calls.Complete()]);
        update.FinishReason = Finish();
        if (_usage is not null)
        {
            update.Contents.Add(new UsageContent(_usage));
        }

        return update;
    }

    /// <summary>Reads an answer that came in one piece.</summary>
    public ChatResponse ReadWhole(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        var text = ReadBody(document.RootElement, "message");
        if (Json.Array(document.RootElement, "choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0)
        {
            throw failures.BadAnswer("it has no `choices`", isTransient: true);
        }

        var message = new ChatMessage(ChatRole.Assistant, [.. _calls.Complete()]) { MessageId = _id };
        if (text.Length > 0)
        {
            message.Contents.Insert(0, new TextContent(text));
        }

        return new ChatResponse(message) { ResponseId = _id, ModelId = _model, FinishReason = Finish(), Usage = _usage };
    }

    private JsonDocument Parse(ReadOnlyMemory<byte> data)
    {
        try
        {
            var document = JsonDocument.Parse(data);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw failures.BadAnswer("it is no JSON object", isTransient: false);
        }
        catch (JsonException exception)
        {
            throw failures.BadAnswer("it is no JSON", isTransient: false, exception);
        }
    }

    private string ReadBody(JsonElement root, string part)
    {
        if (Json.Find(root, "error") is not null)
        {
            throw failures.FromBody(root);
        }

        _id ??= Given(Json.Text(root, "id"));
        _model ??= Given(Json.Text(root, "model"));
        _usage = Usage(Json.Object(root, "usage")) ?? _usage;
        var choices = Json.Array(root, "choices");
        if (choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
        {
            return "";
        }

        var choice = choices[0];
        var finish = Json.Text(choice, "finish_reason");
        _finish = finish.Length > 0 ? finish : _finish;
        var content = Json.Object(choice, part);
        _calls.Add(Json.Array(content, "tool_calls"));
        return Text(content) + Json.Text(content, "refusal");
    }

    private static string Text(JsonElement content)
    {
        if (Json.Find(content, "content") is not { ValueKind: JsonValueKind.Array } parts)
        {
            return Json.Text(content, "content");
        }

        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            text.Append(Json.Text(part, "text"));
        }

        return text.ToString();
    }

    private static UsageDetails? Usage(JsonElement usage)
    {
        if (Json.Number(usage, "prompt_tokens") is not { } input)
        {
            return null;
        }

        var output = Json.Number(usage, "completion_tokens") ?? 0;
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = Json.Number(usage, "total_tokens") ?? input + output,
            CachedInputTokenCount = Json.Number(Json.Object(usage, "prompt_tokens_details"), "cached_tokens"),
            ReasoningTokenCount = Json.Number(Json.Object(usage, "completion_tokens_details"), "reasoning_tokens"),
        };
    }

    private ChatFinishReason Finish()
    {
        var reason = _finish.ToLowerInvariant() switch
        {
            "" or "stop" or "eos" or "end_turn" => ChatFinishReason.Stop,
            "length" or "max_tokens" => ChatFinishReason.Length,
            "tool_calls" or "function_call" or "tool_use" => ChatFinishReason.ToolCalls,
            "content_filter" => ChatFinishReason.ContentFilter,
            "error" => throw failures.BadAnswer("the service ended it with an error", isTransient: true),
            var other => new ChatFinishReason(other),
        };
        return reason == ChatFinishReason.Stop && !_calls.IsEmpty ? ChatFinishReason.ToolCalls : reason;
    }

    private ChatResponseUpdate Update(params IList<AIContent> contents) =>
        new(ChatRole.Assistant, contents) { ResponseId = _id, MessageId = _id, ModelId = _model };

    private static string? Given(string text) => text.Length > 0 ? text : null;
}
