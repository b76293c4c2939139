using Isaa.Models;
using Isaa.Models.Scripted;
using Isaa.Models.Scripted.Reading;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Models.Scripted;

/// <summary>A conversation with a playbook. Every answer comes from a client that has seen nothing before, as after a restart.</summary>
internal sealed class PlaybookBed(string playbook, string task = "do it")
{
    public List<ChatMessage> Messages { get; } = [new(ChatRole.User, task)];

    public ScriptedChatClient Open(TimeProvider? time = null) =>
        new(new PlaybookReader("play.yaml", name => name == "code.py" ? "print('{{turn}}')" : null).Read(playbook), "scripted/play", time ?? TimeProvider.System);

    public async Task<ChatResponse> AnswerAsync()
    {
        var response = await Open().GetResponseAsync(Messages, cancellationToken: TestContext.Current.CancellationToken);
        Messages.AddMessages(response);
        return response;
    }

    /// <summary>The next answer as <c>text | tool {arguments}</c>.</summary>
    public async Task<string> NextAsync()
    {
        var response = await AnswerAsync();
        var calls = Calls(response).Select(call => $"{call.Name} {ToolCallText.Arguments(call)}");
        return string.Join(" | ", calls.Prepend(response.Text).Where(part => part.Length > 0));
    }

    public void Say(string text) => Messages.Add(new ChatMessage(ChatRole.User, text));

    /// <summary>Answers the calls of the last message, in order.</summary>
    public void Return(params (string Text, string? Outcome)[] results)
    {
        var calls = Messages[^1].Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal(calls.Count, results.Length);
        foreach (var (call, result) in calls.Zip(results))
        {
            Messages.Add(new ChatMessage(ChatRole.Tool, [ToolMessages.Result(call.CallId, result.Text, result.Outcome)]));
        }
    }

    public void Return(string text, string? outcome = null) => Return((text, outcome));

    private static IEnumerable<FunctionCallContent> Calls(ChatResponse response) =>
        response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>();
}
