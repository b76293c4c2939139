using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Agents.Sessions;
using Isaa.Models;
using Isaa.Models.Routing;
using Isaa.Protocol.Agents;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Turns;

/// <summary>Asks a model once, live, and puts its answer in order.</summary>
internal sealed partial class ModelAsk
{
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    private readonly EventPump _pump;
    private readonly TimeProvider _time;
    private readonly int _turn;
    private readonly StringBuilder _text = new();
    private readonly List<FunctionCallContent> _calls = [];
    private UsageDetails? _usage;
    private string? _finish;
    private string? _answeredBy;

    private ModelAsk(EventPump pump, TimeProvider time, int turn)
    {
        _pump = pump;
        _time = time;
        _turn = turn;
    }

    public static Task<ModelAnswer> RunAsync(
        ModelRoute route, IEnumerable<ChatMessage> messages, ChatOptions options, int turn, EventPump pump, TimeProvider time, CancellationToken cancellationToken) =>
        new ModelAsk(pump, time, turn).RunAsync(route, [.. messages], options, cancellationToken);

    private async Task<ModelAnswer> RunAsync(ModelRoute route, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        await foreach (var update in route.Client.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            Take(update);
        }

        var calls = PutInOrder(_calls, _turn);
        var model = route.Of(_answeredBy);
        return new ModelAnswer
        {
            Model = model.Name,
            Price = model.Price,
            Text = _text.ToString(),
            Calls = calls,
            Usage = Usage(messages, options, calls),
            IsUsageEstimated = _usage is null,
            Finish = _finish ?? (calls.Count > 0 ? "tool_calls" : ModelAnswer.FinishStop),
            Milliseconds = (long)_time.GetElapsedTime(started).TotalMilliseconds,
        };
    }

    private void Take(ChatResponseUpdate update)
    {
        _finish = update.FinishReason?.Value ?? _finish;
        _answeredBy = update.AdditionalProperties?.GetValueOrDefault(ModelRoute.AnsweredByKey) as string ?? _answeredBy;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text:
                    _text.Append(text.Text);
                    _pump.AddText(_turn, text.Text);
                    break;
                case TextReasoningContent { Text.Length: > 0 } thought:
                    _pump.AddText(_turn, thought.Text, isReasoning: true);
                    break;
                case FunctionCallContent call:
                    _calls.Add(call);
                    break;
                case UsageContent usage:
                    (_usage ??= new UsageDetails()).Add(usage.Details);
                    break;
            }
        }
    }

    private TokenUsage Usage(IReadOnlyList<ChatMessage> messages, ChatOptions options, IReadOnlyList<SessionCall> calls) => _usage is { } counted
        ? new TokenUsage
        {
            Input = counted.InputTokenCount ?? 0,
            Output = counted.OutputTokenCount ?? 0,
            CachedInput = counted.CachedInputTokenCount ?? 0,
        }
        : new TokenUsage
        {
            Input = TokenEstimate.Of(messages, options),
            Output = TokenEstimate.Of(_text.ToString()) + calls.Sum(c => TokenEstimate.Of(c.Name) + TokenEstimate.Of(c.Arguments)),
        };

    // Weak models and odd services leave ids out, use one twice, or invent names that no service takes back.
    private static List<SessionCall> PutInOrder(List<FunctionCallContent> calls, int turn)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. calls.Select((call, index) => new SessionCall
        {
            Id = UniqueId(call.CallId, turn, index, ids),
            Name = call.Name is { Length: > 0 } name ? OddCharacters().Replace(name, "_") : "unnamed",
            Arguments = call.Arguments is { Count: > 0 } arguments ? JsonSerializer.Serialize(arguments, Compact) : "{}",
            InvalidArguments = ToolCallText.FindInvalidArguments(call),
        })];
    }

    private static string UniqueId(string? id, int turn, int index, HashSet<string> taken)
    {
        if (!string.IsNullOrWhiteSpace(id) && taken.Add(id))
        {
            return id;
        }

        var made = $"call_{turn}_{index}";
        while (!taken.Add(made))
        {
            made += "_";
        }

        return made;
    }

    [GeneratedRegex("[^a-zA-Z0-9_.-]")]
    private static partial Regex OddCharacters();
}
