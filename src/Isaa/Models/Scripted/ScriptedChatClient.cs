using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Models.Scripted.Actions;
using Microsoft.Extensions.AI;

namespace Isaa.Models.Scripted;

/// <summary>Plays a playbook. It is not a language model: it answers what its script says at this point of the conversation.</summary>
internal sealed class ScriptedChatClient(Playbook playbook, string name, TimeProvider time) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(ModelCatalog.Scripted, null, name);

    // Failures that pass after some tries are the only thing counted in memory: a call that failed leaves no trace in the conversation.
    private readonly ConcurrentDictionary<(int Line, int Messages, string Task), int> _failures = new();

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var (moment, turn) = Next(conversation, options);
        await WaitAsync(turn.Wait, cancellationToken);
        var text = turn.Json is { } json ? Compact(json.Fill(moment)) : turn.Say?.Fill(moment) ?? "";
        var answers = conversation.Count(message => message.Role == ChatRole.Assistant) + 1;
        var spoken = turn.Failure is { } failing ? text[..Math.Min(text.Length, failing.AfterCharacters ?? 0)] : text;
        var calls = turn.Calls.Select((call, index) => Call(call, moment, $"call_{answers}_{index + 1}")).ToList<AIContent>();
        for (var at = 0; at < spoken.Length; at += turn.ChunkCharacters)
        {
            yield return Update(answers, new TextContent(spoken[at..Math.Min(spoken.Length, at + turn.ChunkCharacters)]));
            await WaitAsync(turn.ChunkDelay, cancellationToken);
        }

        Fail(turn, moment);
        foreach (var call in calls)
        {
            yield return Update(answers, call);
        }

        var last = Update(answers, new UsageContent(Usage(turn.Usage, conversation, options, text, calls)));
        last.FinishReason = turn.FinishReason is { } reason ? new ChatFinishReason(reason) : calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        yield return last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    private (Moment Moment, PlaybookTurn Turn) Next(IReadOnlyList<ChatMessage> conversation, ChatOptions? options)
    {
        var task = conversation.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";
        var (moment, turn) = new Replay(playbook, name).Run(conversation, options, candidate => MayFail(candidate, conversation.Count, task));
        if (turn is null)
        {
            moment.Line = playbook.Turns.Count > 0 ? playbook.Turns[^1].Line : 1;
            var last = moment.LastResult is { } result ? $", last result from {result.Tool}: '{Moment.Short(result.Text)}'" : "";
            throw moment.Broken($"no turn applies to answer {moment.Turn} of this task{last}; end the playbook with a turn that has no `when`");
        }

        return (moment, turn);
    }

    private bool MayFail(PlaybookTurn turn, int messages, string task) =>
        turn.Failure!.Times is not { } times || _failures.AddOrUpdate((turn.Line, messages, task), 1, (_, count) => count + 1) <= times;

    private static void Fail(PlaybookTurn turn, Moment moment)
    {
        if (turn.Failure is { } failure)
        {
            throw new ModelException(failure.Code, failure.Message.Fill(moment), failure.IsTransient) { RetryAfter = failure.RetryAfter };
        }
    }

    private static FunctionCallContent Call(ToolCallAction action, Moment moment, string id)
    {
        var tool = action.Tool.Fill(moment);
        if (action.BadArguments is { } bad)
        {
            return ToolCallText.WithInvalidArguments(id, tool, bad.Fill(moment));
        }

        var arguments = action.Arguments?.Fill(moment)?.AsObject().ToDictionary(
            property => property.Key,
            property => (object?)JsonSerializer.SerializeToElement(property.Value, ToolCallText.Json));
        return new FunctionCallContent(id, tool, arguments ?? []);
    }

    private ChatResponseUpdate Update(int answer, AIContent content)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{ModelCatalog.Scripted}_{answer}");
        return new ChatResponseUpdate(ChatRole.Assistant, [content]) { ModelId = name, ResponseId = id, MessageId = id, CreatedAt = time.GetUtcNow() };
    }

    private static UsageDetails Usage(UsageAction? usage, IReadOnlyList<ChatMessage> conversation, ChatOptions? options, string text, List<AIContent> calls)
    {
        var input = usage?.InputTokens ?? TokenEstimate.Of(conversation, options);
        var output = usage?.OutputTokens ?? TokenEstimate.Of([new ChatMessage(ChatRole.Assistant, [new TextContent(text), .. calls])]);
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output, CachedInputTokenCount = usage?.CachedInputTokens };
    }

    private static string Compact(System.Text.Json.Nodes.JsonNode? node) => node?.ToJsonString(ToolCallText.Json) ?? "null";

    private Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
}
