using System.Text.Json;
using Isaa.Agents.Calls;
using Isaa.Agents.Context;
using Isaa.Agents.Sessions;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Turns;

/// <summary>The messages of a run as its model sees them: the system prompt, earlier runs of the session, and this run so far.</summary>
internal sealed class Conversation
{
    private readonly ChatMessage _prompt;
    private readonly List<PromptEntry> _entries = [];
    private readonly List<SessionMessage> _own = [];
    private readonly Dictionary<string, SessionMessage> _kept = [];
    private readonly int _run;
    private int _tokens;

    private Conversation(int run, string systemPrompt)
    {
        _run = run;
        _prompt = new ChatMessage(ChatRole.System, systemPrompt);
        _tokens = TokenEstimate.Of([_prompt]);
    }

    /// <summary>What the model is sent.</summary>
    public IReadOnlyList<ChatMessage> Messages => [_prompt, .. Shown()];

    /// <summary>The model's own messages of this run.</summary>
    public IEnumerable<SessionMessage> Answers => _own.Where(m => m.Role == SessionRole.Assistant);

    /// <summary>The newest messages of this run.</summary>
    public IEnumerable<SessionMessage> Newest(int count) => _own.TakeLast(count);

    /// <summary>A rough count of all tokens.</summary>
    public int EstimatedTokens => _tokens;

    /// <summary>Puts messages together. A call of an earlier run that never got its result gets one that says so; the calls of this run's newest turn are left open when they are still to be answered.</summary>
    /// <param name="systemPrompt">What comes first.</param>
    /// <param name="stored">The session's messages, in the order of their places.</param>
    /// <param name="run">The run's number in the session.</param>
    /// <param name="hasOpenCalls">Whether calls of the newest turn are still to be answered.</param>
    /// <param name="historyTurns">How many earlier turns of the user are shown.</param>
    public static Conversation Load(string systemPrompt, IReadOnlyList<SessionMessage> stored, int run, bool hasOpenCalls, int historyTurns = int.MaxValue)
    {
        stored = [.. stored.Skip(FirstShown(stored, run, historyTurns))];
        var conversation = new Conversation(run, systemPrompt);
        var newest = stored.LastOrDefault(m => m.Role == SessionRole.Assistant);
        foreach (var turn in stored.GroupBy(m => (m.Place.Run, m.Place.Turn)))
        {
            var isOpen = hasOpenCalls && newest?.Place.Run == run && turn.Key == (run, newest.Place.Turn);
            conversation.AddTurn([.. turn], isOpen);
        }

        return conversation;
    }

    // A user's turn begins with what a person wrote; what came before the first one that is shown is left out as a whole.
    private static int FirstShown(IReadOnlyList<SessionMessage> stored, int run, int historyTurns)
    {
        var own = stored.TakeWhile(m => m.Place.Run < run).Count();
        var begins = Enumerable.Range(0, own).Where(i => PromptEntry.IsPersons(stored[i])).ToList();
        return historyTurns == 0 ? own : begins.Count <= historyTurns ? 0 : begins[^historyTurns];
    }

    /// <summary>The result an earlier attempt kept for a call of the newest turn; null when it has none.</summary>
    public SessionMessage? FindResult(string callId) => _kept.GetValueOrDefault(callId);

    /// <summary>Keeps the result of a call of the newest turn until the round is over.</summary>
    public void Keep(SessionMessage result) => _kept[result.CallId!] = result;

    /// <summary>What the model is sent with something said just before its last user's message, or else at the end: never between a call and its result.</summary>
    public IEnumerable<ChatMessage> With(string? said)
    {
        var messages = Messages;
        if (said is null)
        {
            return messages;
        }

        var message = new ChatMessage(ChatRole.System, said);
        return messages[^1].Role == ChatRole.User ? [.. messages.Take(messages.Count - 1), message, messages[^1]] : [.. messages, message];
    }

    /// <summary>Makes room when the prompt is larger than it may be.</summary>
    /// <param name="budget">How large it may be.</param>
    /// <param name="beside">The tokens of all that is sent beside the messages.</param>
    /// <param name="shelf">Where results are read that are not shown; null when the model cannot read them there.</param>
    /// <returns>Whether anything is shown shorter than before.</returns>
    public bool MakeRoom(ContextBudget budget, int beside, ResultShelf? shelf)
    {
        var (before, excess) = (_tokens, budget.Excess(_tokens + beside));
        if (excess == 0)
        {
            return false;
        }

        Compaction.Run(_entries, _run, excess, budget.Heavy, shelf);
        _tokens = TokenEstimate.Of([_prompt]) + _entries.Sum(e => e.Tokens);
        return _tokens < before;
    }

    /// <summary>Adds a message of this run; messages come in the order of their places.</summary>
    public void Add(SessionMessage message)
    {
        if (message.Role == SessionRole.Assistant)
        {
            // Call ids are unique within a turn only.
            _kept.Clear();
        }

        var entry = new PromptEntry(message, ToChat(message));
        _entries.Add(entry);
        _tokens += entry.Tokens;
        if (message.Place.Run == _run)
        {
            _own.Add(message);
        }
    }

    private IEnumerable<ChatMessage> Shown()
    {
        var turns = _entries.Where(e => e.IsLeftOut).Select(e => e.Turn).Distinct().Count();
        foreach (var entry in _entries)
        {
            if (!entry.IsLeftOut)
            {
                yield return entry.Chat;
            }
            else if (turns > 0)
            {
                yield return new ChatMessage(ChatRole.System, $"[{turns} earlier turns are left out from here on to make room; the plan and the notes say what came of them.]");
                turns = 0;
            }
        }
    }

    private void AddTurn(IReadOnlyList<SessionMessage> turn, bool isOpen)
    {
        var answer = turn.FirstOrDefault(m => m.Role == SessionRole.Assistant);
        var results = turn.Where(m => m.Role == SessionRole.Tool).ToDictionary(m => m.CallId!, StringComparer.Ordinal);
        if (answer is not null)
        {
            Add(answer);
        }

        foreach (var (call, index) in (answer?.Calls ?? []).Select((c, i) => (c, i)))
        {
            AddResult(answer!, call, index, results.GetValueOrDefault(call.Id), isOpen);
        }

        foreach (var said in turn.Where(m => m.Role == SessionRole.User))
        {
            Add(said);
        }
    }

    private void AddResult(SessionMessage answer, SessionCall call, int index, SessionMessage? result, bool isOpen)
    {
        if (isOpen)
        {
            if (result is not null)
            {
                _kept[call.Id] = result;
            }

            return;
        }

        Add(result ?? CallResults.Cancelled(answer.Place, call, index));
    }

    private static ChatMessage ToChat(SessionMessage message) => message.Role switch
    {
        SessionRole.User => new ChatMessage(ChatRole.User, message.Text),
        SessionRole.Tool => new ChatMessage(ChatRole.Tool, [Result(message)]),
        _ => new ChatMessage(ChatRole.Assistant, [.. Contents(message)]),
    };

    private static FunctionResultContent Result(SessionMessage message)
    {
        var content = new FunctionResultContent(message.CallId!, message.Text);
        if (message.IsError)
        {
            var outcome = message.ErrorCode == CallResults.UnknownCode ? ToolCallText.UnknownOutcome : ToolCallText.ErrorOutcome;
            content.AdditionalProperties = new AdditionalPropertiesDictionary { [ToolCallText.OutcomeKey] = outcome };
        }

        return content;
    }

    private static IEnumerable<AIContent> Contents(SessionMessage message)
    {
        if (message.Text.Length > 0)
        {
            yield return new TextContent(message.Text);
        }

        foreach (var call in message.Calls)
        {
            yield return call.InvalidArguments is { } raw
                ? ToolCallText.WithInvalidArguments(call.Id, call.Name, raw)
                : new FunctionCallContent(call.Id, call.Name, Arguments(call.Arguments));
        }
    }

    private static Dictionary<string, object?> Arguments(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value.Clone(), StringComparer.Ordinal);
    }
}
