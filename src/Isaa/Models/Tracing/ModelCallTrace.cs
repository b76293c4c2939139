using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Diagnostics.Tracing;
using Microsoft.Extensions.AI;

namespace Isaa.Models.Tracing;

/// <summary>One call of a model as a span <c>chat MODEL</c> and as measurements. Not thread safe.</summary>
internal sealed class ModelCallTrace : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Activity? _span;
    private readonly StringBuilder? _text;
    private readonly List<FunctionCallContent> _calls = [];
    private TagList _tags;
    private UsageDetails? _usage;
    private string? _finish;
    private string? _responseModel;
    private long? _chunk;

    public ModelCallTrace(string name, Uri? address, IReadOnlyList<ChatMessage> messages, ChatOptions? options, TimeProvider time)
    {
        _time = time;
        _began = time.GetTimestamp();
        var (provider, model) = GenAi.Split(name);
        _tags = new TagList { { GenAi.Operation, GenAi.Chat }, { GenAi.Provider, provider }, { GenAi.RequestModel, model } };
        if (address is not null)
        {
            _tags.Add(GenAi.ServerAddress, address.Host);
            _tags.Add(GenAi.ServerPort, address.Port);
        }

        _span = IsaaTelemetry.Source.StartActivity(ActivityKind.Client, tags: _tags, name: $"{GenAi.Chat} {model}");
        Describe(options);
        if (_span is not null && IsaaTelemetry.CapturesContent)
        {
            _text = new StringBuilder();
            _span.SetTag(GenAi.InputMessages, Write(messages));
        }
    }

    public void Take(ChatResponseUpdate update, bool isStreamed)
    {
        var now = _time.GetTimestamp();
        if (isStreamed)
        {
            Time(now);
        }

        _finish = update.FinishReason?.Value ?? _finish;
        _responseModel = update.ModelId ?? _responseModel;
        if (update.ResponseId is { } id)
        {
            _span?.SetTag(GenAi.ResponseId, id);
        }

        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case UsageContent usage:
                    (_usage ??= new UsageDetails()).Add(usage.Details);
                    break;
                case TextContent text:
                    _text?.Append(text.Text);
                    break;
                case FunctionCallContent call when _text is not null:
                    _calls.Add(call);
                    break;
            }
        }
    }

    public void Fail(Exception exception)
    {
        var type = exception is IsaaException known ? known.Code : exception is OperationCanceledException ? "cancelled" : exception.GetType().FullName;
        _tags.Add(GenAi.ErrorType, type);
        _span?.SetTag(GenAi.ErrorType, type);
        _span?.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        if (_responseModel is not null)
        {
            _tags.Add(GenAi.ResponseModel, _responseModel);
        }

        GenAiMeter.RecordCall(_tags, _time.GetElapsedTime(_began));
        GenAiMeter.RecordTokens(_tags, _usage?.InputTokenCount, _usage?.OutputTokenCount);
        _span?.SetTag(GenAi.ResponseModel, _responseModel);
        _span?.SetTag(GenAi.FinishReasons, _finish is null ? null : new[] { _finish });
        _span?.SetTag(GenAi.InputTokens, _usage?.InputTokenCount);
        _span?.SetTag(GenAi.OutputTokens, _usage?.OutputTokenCount);
        _span?.SetTag(GenAi.CachedTokens, _usage?.CachedInputTokenCount);
        _span?.SetTag(GenAi.ReasoningTokens, _usage?.ReasoningTokenCount);
        if (_text is not null)
        {
            _span?.SetTag(GenAi.OutputMessages, Write([new ChatMessage(ChatRole.Assistant, [new TextContent(_text.ToString()), .. _calls])]));
        }

        _span?.Dispose();
    }

    private void Time(long now)
    {
        if (_chunk is { } before)
        {
            GenAiMeter.RecordChunk(_tags, _time.GetElapsedTime(before, now));
        }
        else
        {
            GenAiMeter.RecordFirstChunk(_tags, _time.GetElapsedTime(_began, now));
        }

        _chunk = now;
    }

    private void Describe(ChatOptions? options)
    {
        if (_span is null || options is null)
        {
            return;
        }

        _span.SetTag(GenAi.Temperature, Number(options.Temperature));
        _span.SetTag(GenAi.TopP, Number(options.TopP));
        _span.SetTag(GenAi.FrequencyPenalty, Number(options.FrequencyPenalty));
        _span.SetTag(GenAi.PresencePenalty, Number(options.PresencePenalty));
        _span.SetTag(GenAi.MaxTokens, options.MaxOutputTokens);
        _span.SetTag(GenAi.OutputType, options.ResponseFormat is ChatResponseFormatJson ? "json" : "text");
    }

    // As people write it: 0.7, not the nearest double of the nearest float.
    private static double? Number(float? value) => value is { } number ? double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    private static string Write(IEnumerable<ChatMessage> messages)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var message in messages)
            {
                Write(writer, message);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        writer.WriteStartArray("parts");
        foreach (var content in message.Contents)
        {
            Write(writer, content);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AIContent content)
    {
        writer.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                writer.WriteString("type", "text");
                writer.WriteString("content", text.Text);
                break;
            case FunctionCallContent call:
                writer.WriteString("type", "tool_call");
                writer.WriteString("id", call.CallId);
                writer.WriteString("name", call.Name);
                writer.WritePropertyName("arguments");
                JsonSerializer.Serialize(writer, call.Arguments, AIJsonUtilities.DefaultOptions);
                break;
            case FunctionResultContent result:
                writer.WriteString("type", "tool_call_response");
                writer.WriteString("id", result.CallId);
                writer.WriteString("result", result.Result?.ToString());
                break;
            default:
                writer.WriteString("type", content.GetType().Name);
                break;
        }

        writer.WriteEndObject();
    }
}
