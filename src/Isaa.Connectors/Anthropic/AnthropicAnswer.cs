using System.Globalization;
using System.Text;
using System.Text.Json;
using Isaa.Connectors.Calling;
using Isaa.Connectors.Calling.Dialects;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Anthropic;

/// <summary>Reads one streamed answer. Reasoning is not part of the answer and is left out.</summary>
internal sealed class AnthropicAnswer(int messageCount, FailureReader failures) : IStreamedAnswer
{
    private readonly SortedDictionary<long, Call> _calls = [];
    private string? _id;
    private string? _model;
    private string _finish = "";
    private long? _input;
    private long _cached;
    private long _output;
    private bool _isDone;

    public ChatResponseUpdate? Read(JsonElement data)
    {
        switch (Json.Text(data, "type"))
        {
            case "error":
                throw failures.FromBody(data);
            case "message_start":
                Begin(Json.Object(data, "message"));
                return null;
            case "content_block_start":
                return Begin(Json.Number(data, "index") ?? 0, Json.Object(data, "content_block"));
            case "content_block_delta":
                return Continue(Json.Number(data, "index") ?? 0, Json.Object(data, "delta"));
            case "message_delta":
                _finish = Json.Text(Json.Object(data, "delta"), "stop_reason") is { Length: > 0 } reason ? reason : _finish;
                Count(Json.Object(data, "usage"));
                return null;
            case "message_stop":
                _isDone = true;
                return null;
            default:
                return null;
        }
    }

    public ChatResponseUpdate End()
    {
        if (!_isDone && _finish.Length == 0)
        {
            throw failures.Cut();
        }

        var update = Update([.. _calls.Values.Select((call, index) => CallArguments.Call(
            call.Id.Length > 0 ? call.Id : string.Create(CultureInfo.InvariantCulture, $"call_{messageCount}_{index}"), call.Name, call.Arguments.ToString()))]);
        update.FinishReason = Finish();
        if (_input is { } input)
        {
            update.Contents.Add(new UsageContent(new UsageDetails
            {
                InputTokenCount = input,
                OutputTokenCount = _output,
                TotalTokenCount = input + _output,
                CachedInputTokenCount = _cached,
            }));
        }

        return update;
    }

    private void Begin(JsonElement message)
    {
        _id = Json.Text(message, "id") is { Length: > 0 } id ? id : null;
        _model = Json.Text(message, "model") is { Length: > 0 } model ? model : null;
        Count(Json.Object(message, "usage"));
    }

    private ChatResponseUpdate? Begin(long index, JsonElement block)
    {
        if (Json.Text(block, "type") != "tool_use")
        {
            return Text(Json.Text(block, "text"));
        }

        var call = new Call(Json.Text(block, "id"), Json.Text(block, "name"));
        if (Json.Object(block, "input") is { ValueKind: JsonValueKind.Object } whole && whole.EnumerateObject().Any())
        {
            call.Arguments.Append(whole.GetRawText());
        }

        _calls[index] = call;
        return null;
    }

    private ChatResponseUpdate? Continue(long index, JsonElement delta)
    {
        if (Json.Text(delta, "type") == "input_json_delta" && _calls.TryGetValue(index, out var call))
        {
            call.Arguments.Append(Json.Text(delta, "partial_json"));
            return null;
        }

        return Text(Json.Text(delta, "text"));
    }

    // What was read from and written to the cache is counted apart from the rest of the input.
    private void Count(JsonElement usage)
    {
        if (Json.Number(usage, "input_tokens") is { } input)
        {
            _cached = Json.Number(usage, "cache_read_input_tokens") ?? 0;
            _input = input + _cached + (Json.Number(usage, "cache_creation_input_tokens") ?? 0);
        }

        _output = Json.Number(usage, "output_tokens") ?? _output;
    }

    private ChatFinishReason Finish() => _finish switch
    {
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "refusal" => ChatFinishReason.ContentFilter,
        "tool_use" => ChatFinishReason.ToolCalls,
        "" or "end_turn" or "stop_sequence" or "pause_turn" => _calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        var other => new ChatFinishReason(other),
    };

    private ChatResponseUpdate? Text(string text) => text.Length == 0 ? null : Update(new TextContent(text));

    private ChatResponseUpdate Update(params IList<AIContent> contents) =>
        new(ChatRole.Assistant, contents) { ResponseId = _id, MessageId = _id, ModelId = _model };

    private sealed record Call(string Id, string Name)
    {
        public StringBuilder Arguments { get; } = new();
    }
}
