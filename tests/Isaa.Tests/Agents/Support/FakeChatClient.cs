using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Support;

/// <summary>Plays answers one after the other and remembers what it was asked. Thread safe.</summary>
public sealed class FakeChatClient : IChatClient
{
    private readonly Lock _gate = new();
    private readonly Queue<Answer> _answers = [];
    private readonly List<Asked> _asked = [];

    public delegate IAsyncEnumerable<ChatResponseUpdate> Answer(Asked asked, CancellationToken cancellationToken);

    /// <summary>Answers when the queue is empty; null fails the test.</summary>
    public Answer? Otherwise { get; set; }

    public IReadOnlyList<Asked> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _asked];
            }
        }
    }

    public FakeChatClient Then(Answer answer)
    {
        lock (_gate)
        {
            _answers.Enqueue(answer);
        }

        return this;
    }

    public FakeChatClient ThenText(string text, string finish = "stop", int input = 10, int output = 5) => Then(Say(text, finish, input, output));

    public FakeChatClient ThenCall(params (string Id, string Name, object Arguments)[] calls) => Then(Ask(calls));

    public FakeChatClient ThenThrow(Exception exception) => Then((_, _) => Throwing(exception));

    public static Answer Say(string text, string finish = "stop", int input = 10, int output = 5) =>
        (_, _) => Stream([new TextContent(text)], finish, input, output);

    public static Answer Ask(params (string Id, string Name, object Arguments)[] calls) => (_, _) => Stream(
        [.. calls.Select(c => new FunctionCallContent(c.Id, c.Name, JsonSerializer.SerializeToElement(c.Arguments).Deserialize<Dictionary<string, object?>>()))],
        "tool_calls",
        10,
        5);

    public static async IAsyncEnumerable<ChatResponseUpdate> Stream(IReadOnlyList<AIContent> contents, string finish, int input = 10, int output = 5)
    {
        await Task.Yield();
        foreach (var content in contents)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
        }

        yield return new ChatResponseUpdate
        {
            Contents = [new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output })],
            FinishReason = new ChatFinishReason(finish),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = new Asked([.. messages], options ?? new ChatOptions());
        Answer? answer;
        lock (_gate)
        {
            _asked.Add(asked);
            answer = _answers.Count > 0 ? _answers.Dequeue() : Otherwise;
        }

        Assert.NotNull(answer);
        await foreach (var update in answer(asked, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return update;
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Throwing(Exception exception)
    {
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, "begun");
        throw exception;
    }

    public sealed record Asked(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
    {
        public IEnumerable<FunctionResultContent> Results => Messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>();

        public string Said => string.Join('\n', Messages.Select(m => $"{m.Role.Value}: {m.Text}"));
    }
}
