using System.Text.Json;
using Isaa.Agents.Sessions;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Context;

/// <summary>
/// Makes room in a prompt by rules alone, oldest first, from what is missed least to what is missed most: large results, then all older results, then long texts
/// and arguments of the model, then whole turns. What people wrote goes last, and only of earlier runs. A call and its result go together or not at all. Nothing is
/// lost: the session keeps all of it.
/// </summary>
internal sealed class Compaction
{
    private const int WholeTurns = 2;
    private const int LongResult = 400;
    private const int LongText = 160;
    private const int LongArgument = 80;

    private readonly IReadOnlyList<PromptEntry> _entries;
    private readonly int _run;
    private readonly ResultShelf? _shelf;
    private readonly HashSet<(int, int)> _newest;
    private int _excess;

    private Compaction(IReadOnlyList<PromptEntry> entries, int run, int excess, ResultShelf? shelf)
    {
        _entries = entries;
        _run = run;
        _excess = excess;
        _shelf = shelf;
        _newest = [.. entries.Where(e => e.Message.Role == SessionRole.Assistant).Select(e => e.Turn).Distinct().TakeLast(WholeTurns)];
    }

    /// <summary>Makes room.</summary>
    /// <param name="entries">The prompt without its first message.</param>
    /// <param name="run">The run whose prompt it is.</param>
    /// <param name="excess">How many tokens are to be saved; as many as can be when that is not enough.</param>
    /// <param name="heavy">From how many tokens a result is large.</param>
    /// <param name="shelf">Where results are read that are not shown; null when the model cannot read them there.</param>
    public static void Run(IReadOnlyList<PromptEntry> entries, int run, int excess, int heavy, ResultShelf? shelf)
    {
        var work = new Compaction(entries, run, excess, shelf);
        work.Results(entries.Where(e => e.Tokens >= heavy && !work.IsNew(e)).OrderByDescending(e => e.Tokens));
        work.Results(entries.Where(e => e.Chat.Role == ChatRole.Tool && e.Message.Text.Length > LongResult && !work.IsNew(e)));
        work.Answers();
        work.Turns();
        work.Results(entries.Where(e => e.Tokens >= heavy).OrderByDescending(e => e.Tokens));
        work.People();
    }

    private bool IsNew(PromptEntry entry) => _newest.Contains(entry.Turn);

    private void Results(IEnumerable<PromptEntry> entries)
    {
        foreach (var entry in entries.Where(e => e.Message.Role == SessionRole.Tool && !e.IsLeftOut).ToList())
        {
            if (_excess <= 0)
            {
                return;
            }

            var text = entry.Message.Text;
            var shown = entry.Message.IsError ? Cut(text, LongResult) : _shelf?.Displace(text) ?? $"{Cut(text, LongText)} [the rest was left out to make room]";
            if (shown.Length < text.Length && entry.Chat.Contents is [FunctionResultContent result])
            {
                var shorter = new FunctionResultContent(result.CallId, shown) { AdditionalProperties = result.AdditionalProperties };
                _excess -= entry.Show(new ChatMessage(ChatRole.Tool, [shorter]));
            }
        }
    }

    private void Answers()
    {
        foreach (var entry in _entries.Where(e => e.Message.Role == SessionRole.Assistant && !IsNew(e) && !e.IsLeftOut))
        {
            if (_excess <= 0)
            {
                return;
            }

            _excess -= entry.Show(new ChatMessage(ChatRole.Assistant, [.. entry.Chat.Contents.Select(Shorten)]));
        }
    }

    private void Turns()
    {
        foreach (var turn in _entries.Where(e => !e.IsOfPerson && !e.IsLeftOut && !IsNew(e)).GroupBy(e => e.Turn).ToList())
        {
            if (_excess <= 0)
            {
                return;
            }

            _excess -= turn.Sum(e => e.LeaveOut());
        }
    }

    private void People()
    {
        foreach (var entry in _entries.Where(e => e.IsOfPerson && e.Message.Place.Run < _run))
        {
            if (_excess <= 0)
            {
                return;
            }

            _excess -= entry.LeaveOut();
        }
    }

    private static AIContent Shorten(AIContent content) => content switch
    {
        TextContent text => new TextContent(Cut(text.Text, LongText)),
        FunctionCallContent call when ToolCallText.FindInvalidArguments(call) is null && call.Arguments is { } arguments =>
            new FunctionCallContent(call.CallId, call.Name, arguments.ToDictionary(a => a.Key, a => Shorten(a.Value), StringComparer.Ordinal)),
        _ => content,
    };

    private static object? Shorten(object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.String } text => Cut(text.GetString()!, LongArgument),
        JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Array } nested when nested.GetRawText() is { Length: > LongText } raw => Cut(raw, LongArgument),
        _ => value,
    };

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text.AsSpan(0, most)}…";
}
