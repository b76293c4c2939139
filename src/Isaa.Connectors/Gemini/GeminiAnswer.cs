using System.Globalization;
using System.Text;
using System.Text.Json;
using Isaa.Connectors.Calling;
using Isaa.Connectors.Calling.Dialects;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Gemini;

/// <summary>Reads one streamed answer. Thoughts are not part of the answer and are left out.</summary>
internal sealed class GeminiAnswer(int messageCount, FailureReader failures) : IStreamedAnswer
{
    private readonly List<FunctionCallContent> _calls = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private string? _id;
    private string? _model;
    private string _finish = "";
    private UsageDetails? _usage;

    public ChatResponseUpdate? Read(JsonElement data)
    {
        if (Json.Find(data, "error") is not null)
        {
            throw failures.FromBody(data);
        }

        _id ??= Json.Text(data, "responseId") is { Length: > 0 } id ? id : null;
        _model ??= Json.Text(data, "modelVersion") is { Length: > 0 } model ? model : null;
        _usage = Usage(Json.Object(data, "usageMetadata")) ?? _usage;
        if (Json.Text(Json.Object(data, "promptFeedback"), "blockReason") is { Length: > 0 } blocked)
        {
            _finish = blocked;
        }

        var candidates = Json.Array(data, "candidates");
        if (candidates.ValueKind != JsonValueKind.Array || candidates.GetArrayLength() == 0)
        {
            return null;
        }

        _finish = Json.Text(candidates[0], "finishReason") is { Length: > 0 } finish ? finish : _finish;
        var text = Parts(Json.Array(Json.Object(candidates[0], "content"), "parts"));
        return text.Length == 0 ? null : Update(new TextContent(text));
    }

    public ChatResponseUpdate End()
    {
        if (_finish.Length == 0)
        {
            throw failures.Cut();
        }

        var update = Update([.. _calls]);
        update.FinishReason = _finish switch
        {
            "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" => throw failures.BadAnswer($"the model's call was not well formed ({_finish})", isTransient: true),
            "MAX_TOKENS" => ChatFinishReason.Length,
            _ when _calls.Count > 0 => ChatFinishReason.ToolCalls,
            "STOP" => ChatFinishReason.Stop,
            _ => ChatFinishReason.ContentFilter,
        };
        if (_usage is not null)
        {
            update.Contents.Add(new UsageContent(_usage));
        }

        return update;
    }

    private string Parts(JsonElement parts)
    {
        var text = new StringBuilder();
        if (parts.ValueKind != JsonValueKind.Array)
        {
            return "";
        }

        foreach (var part in parts.EnumerateArray().Where(part => Json.Find(part, "thought") is not { ValueKind: JsonValueKind.True }))
        {
            text.Append(Json.Text(part, "text"));
            if (Json.Object(part, "functionCall") is { ValueKind: JsonValueKind.Object } call)
            {
                _calls.Add(CallArguments.Call(UniqueId(Json.Text(call, "id")), Json.Text(call, "name"), Json.Find(call, "args")?.GetRawText() ?? ""));
            }
        }

        return text.ToString();
    }

    private string UniqueId(string id)
    {
        if (id.Length > 0 && _ids.Add(id))
        {
            return id;
        }

        var made = string.Create(CultureInfo.InvariantCulture, $"call_{messageCount}_{_calls.Count}");
        _ids.Add(made);
        return made;
    }

    private static UsageDetails? Usage(JsonElement usage)
    {
        if (Json.Number(usage, "promptTokenCount") is not { } input)
        {
            return null;
        }

        var thoughts = Json.Number(usage, "thoughtsTokenCount") ?? 0;
        var output = (Json.Number(usage, "candidatesTokenCount") ?? 0) + thoughts;
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            CachedInputTokenCount = Json.Number(usage, "cachedContentTokenCount"),
            ReasoningTokenCount = thoughts,
        };
    }

    private ChatResponseUpdate Update(params IList<AIContent> contents) =>
        new(ChatRole.Assistant, contents) { ResponseId = _id, MessageId = _id, ModelId = _model };
}
