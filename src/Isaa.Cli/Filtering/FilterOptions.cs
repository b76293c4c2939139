using System.CommandLine;
using Isaa.Protocol.Jobs;

namespace Isaa.Cli.Filtering;

/// <summary>The options that say which jobs are meant, the same for every verb that takes many.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string[]> _state = Many("--state", $"Only jobs in this state; may be given several times: {string.Join(", ", JobStates.All)}", "STATE");
    private readonly Option<string?> _kind = One("--kind", "Only jobs of this kind, for example agent.run", "KIND");
    private readonly Option<string?> _queue = One("--queue", "Only jobs of this queue", "QUEUE");
    private readonly Option<string?> _tenant = One("--tenant", "Only jobs of this tenant", "TENANT");
    private readonly Option<string?> _group = One("--group", "Only jobs of the group with this key", "KEY");
    private readonly Option<string[]> _tag = Many("--tag", "Only jobs with this tag; given several times, with all of them", "TAG");
    private readonly Option<string?> _since = One("--since", $"Only jobs added at this time or later: {TimeText.Forms}", "TIME");
    private readonly Option<string?> _until = One("--until", "Only jobs added before this time", "TIME");
    private readonly Option<string?> _endedSince = One("--ended-since", "Only jobs that ended at this time or later", "TIME");
    private readonly Option<string?> _endedUntil = One("--ended-until", "Only jobs that ended before this time", "TIME");
    private readonly Option<string?> _dueSince = One("--due-since", "Only jobs that may run at this time or later", "TIME");
    private readonly Option<string?> _dueUntil = One("--due-until", "Only jobs that may run before this time", "TIME");
    private readonly Option<string?> _error = One("--error", "Only jobs whose newest failure has this code", "CODE");
    private readonly Option<string?> _errorText = One("--error-text", "Only jobs whose newest failure's message has this text in it", "TEXT");
    private readonly Option<string[]> _where = Many("--where", "Only jobs with this value in their arguments or result; may be given several times", "data.NAME=VALUE");
    private readonly Option<string?> _text = One("--text", "Only jobs with these words in label, tags, arguments, result or error; \"a phrase\", begin*", "WORDS");

    public void AddTo(Command command)
    {
        foreach (var option in All())
        {
            command.Options.Add(option);
        }
    }

    public JobFilter Read(ParseResult parsed, DateTimeOffset now) => new()
    {
        States = parsed.GetValue(_state) ?? [],
        Kind = parsed.GetValue(_kind),
        Queue = parsed.GetValue(_queue),
        Tenant = parsed.GetValue(_tenant),
        Group = parsed.GetValue(_group),
        Tags = parsed.GetValue(_tag) ?? [],
        AddedFrom = Time(parsed, _since, now),
        AddedBefore = Time(parsed, _until, now),
        FinishedFrom = Time(parsed, _endedSince, now),
        FinishedBefore = Time(parsed, _endedUntil, now),
        DueFrom = Time(parsed, _dueSince, now),
        DueBefore = Time(parsed, _dueUntil, now),
        ErrorCode = parsed.GetValue(_error),
        ErrorText = parsed.GetValue(_errorText),
        Fields = parsed.GetValue(_where) ?? [],
        Text = parsed.GetValue(_text),
    };

    /// <summary>Whether any of the options was given.</summary>
    public bool IsGiven(ParseResult parsed) => All().Any(option => parsed.GetResult(option) is { Implicit: false });

    private static DateTimeOffset? Time(ParseResult parsed, Option<string?> option, DateTimeOffset now) =>
        parsed.GetValue(option) is { } text ? TimeText.Read(option.Name, text, now) : null;

    private static Option<string?> One(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    private static Option<string[]> Many(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    private IEnumerable<Option> All() =>
        [_state, _kind, _queue, _tenant, _group, _tag, _since, _until, _endedSince, _endedUntil, _dueSince, _dueUntil, _error, _errorText, _where, _text];
}
