using Microsoft.Extensions.AI;

namespace Isaa.Models.Scripted;

/// <summary>
/// Finds out where in its playbook a conversation stands, from its messages alone: every answer in it is matched with the turn that the
/// playbook had at that point, so that a new process goes on where another one stopped.
/// </summary>
internal sealed class Replay(Playbook playbook, string model)
{
    /// <summary>The turn to play next, with the moment it is played in; null when none applies.</summary>
    public (Moment Moment, PlaybookTurn? Turn) Run(IReadOnlyList<ChatMessage> messages, ChatOptions? options, Func<PlaybookTurn, bool> mayFail)
    {
        var moment = new Moment(playbook, model, messages, options);
        var plays = new int[playbook.Turns.Count];
        var tools = new Dictionary<string, string>(StringComparer.Ordinal);
        var isAnswered = false;
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.Assistant)
            {
                // A turn that fails leaves no answer, so none of the answers came from one.
                Play(moment, plays, turn => turn.Failure is null);
                moment.Turn++;
                isAnswered = Record(message, moment, tools) == 0;
            }
            else if (message.Role == ChatRole.User)
            {
                if (isAnswered && !playbook.Continues)
                {
                    moment.StartAgain();
                    Array.Clear(plays);
                }

                isAnswered = false;
                moment.Task = message.Text;
            }
            else
            {
                Record(message, moment, tools);
            }

            moment.MessageCount++;
        }

        return (moment, Play(moment, plays, turn => turn.Failure is null || mayFail(turn)));
    }

    private PlaybookTurn? Play(Moment moment, int[] plays, Func<PlaybookTurn, bool> isCandidate)
    {
        for (var index = 0; index < plays.Length; index++)
        {
            var turn = playbook.Turns[index];
            moment.Line = turn.Line;
            moment.Play = plays[index] + 1;
            if (plays[index] < turn.Repeat && turn.When.All(condition => condition(moment)) && isCandidate(turn))
            {
                plays[index]++;
                foreach (var action in turn.Variables)
                {
                    action.Apply(moment);
                }

                return turn;
            }
        }

        return null;
    }

    private static int Record(ChatMessage message, Moment moment, Dictionary<string, string> tools)
    {
        var calls = 0;
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent call)
            {
                calls++;
                tools[call.CallId] = call.Name;
                moment.Called.Add(call.Name);
            }
            else if (content is FunctionResultContent result)
            {
                moment.Results.Add(Result(result, tools.GetValueOrDefault(result.CallId, "")));
            }
        }

        return calls;
    }

    private static ToolResult Result(FunctionResultContent result, string tool)
    {
        var outcome = ToolCallText.FindOutcome(result);
        return new ToolResult(tool, ToolCallText.Result(result), outcome == ToolCallText.ErrorOutcome, outcome == ToolCallText.UnknownOutcome);
    }
}
