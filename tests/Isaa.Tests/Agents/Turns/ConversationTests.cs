using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Turns;

public sealed class ConversationTests
{
    [Fact]
    public void A_call_of_an_earlier_run_without_a_result_gets_one()
    {
        var conversation = Conversation.Load("system", [User(1, "hi"), Asking(1, 1, "a", "b"), Result(1, 1, 2, "b"), User(2, "again")], run: 2, hasOpenCalls: false);

        Assert.Equal(["system", "user", "assistant", "tool:a", "tool:b", "user"], Roles(conversation));
        var made = Results(conversation).Single(r => r.CallId == "a");
        Assert.Contains("cancelled", (string)made.Result!, StringComparison.Ordinal);
        Assert.Equal(ToolCallText.ErrorOutcome, ToolCallText.FindOutcome(made));
    }

    [Fact]
    public void The_open_turn_of_the_run_itself_keeps_its_results_until_all_are_there()
    {
        var conversation = Conversation.Load("system", [User(1, "hi"), Asking(1, 1, "a", "b"), Result(1, 1, 2, "b")], run: 1, hasOpenCalls: true);

        Assert.Equal(["system", "user", "assistant"], Roles(conversation));
        Assert.Equal("b", conversation.FindResult("b")?.CallId);
        Assert.Null(conversation.FindResult("a"));
    }

    [Fact]
    public void An_earlier_turn_of_the_run_itself_is_complete()
    {
        var conversation = Conversation.Load("system", [User(1, "hi"), Asking(1, 1, "a"), Result(1, 1, 1, "a"), Asking(1, 2, "c")], run: 1, hasOpenCalls: true);

        Assert.Equal(["system", "user", "assistant", "tool:a", "assistant"], Roles(conversation));
    }

    [Fact]
    public void Arguments_that_were_no_json_stay_marked_as_such()
    {
        var answer = Asking(1, 1, "a") with { Calls = [new SessionCall { Id = "a", Name = "t", Arguments = "{}", InvalidArguments = "{oops" }] };

        var conversation = Conversation.Load("system", [User(1, "hi"), answer, Result(1, 1, 1, "a"), User(2, "on")], run: 2, hasOpenCalls: false);

        var call = conversation.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single();
        Assert.Equal("{oops", ToolCallText.FindInvalidArguments(call));
    }

    [Fact]
    public void A_result_that_nobody_knows_is_marked_as_unknown()
    {
        var result = Result(1, 1, 1, "a") with { IsError = true, ErrorCode = "outcome_unknown" };

        var conversation = Conversation.Load("system", [User(1, "hi"), Asking(1, 1, "a"), result, User(2, "on")], run: 2, hasOpenCalls: false);

        Assert.Equal(ToolCallText.UnknownOutcome, ToolCallText.FindOutcome(Results(conversation).Single()));
    }

    private static SessionMessage User(int run, string text) => new() { Place = new SessionPlace(run, 0, 0), Role = SessionRole.User, Text = text };

    private static SessionMessage Asking(int run, int turn, params string[] calls) => new()
    {
        Place = new SessionPlace(run, turn, 0),
        Role = SessionRole.Assistant,
        Calls = [.. calls.Select(id => new SessionCall { Id = id, Name = "t", Arguments = "{}" })],
    };

    private static SessionMessage Result(int run, int turn, int part, string call) =>
        new() { Place = new SessionPlace(run, turn, part), Role = SessionRole.Tool, CallId = call, Text = "ok" };

    private static IEnumerable<FunctionResultContent> Results(Conversation conversation) =>
        conversation.Messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>();

    private static IEnumerable<string> Roles(Conversation conversation) => conversation.Messages.Select(m =>
        m.Role == ChatRole.Tool ? $"tool:{m.Contents.OfType<FunctionResultContent>().Single().CallId}" : m.Role.Value);
}
