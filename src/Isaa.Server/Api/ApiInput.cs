using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Protocol.Jobs;

namespace Isaa.Server.Api;

/// <summary>Reads what callers send, and says what would be right where it is wrong.</summary>
internal static class ApiInput
{
    public static JobId ReadJobId(string text) => Guid.TryParseExact(text, "N", out var value) || Guid.TryParseExact(text, "D", out value)
        ? new JobId(value)
        : throw new IsaaException("job_unknown", $"'{Shorten(text)}' is no job id: 32 hexadecimal digits are expected. GET /api/v1/jobs?id=PART finds jobs by a part of it.");

    public static JobId ReadNewId(string text) => Guid.TryParseExact(text, "N", out var value)
        ? new JobId(value)
        : throw new IsaaException("id_invalid", $"'id' is '{Shorten(text)}'; 32 hexadecimal digits are expected.");

    public static EventCursor ReadCursor(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return EventCursor.Start;
        }

        return EventCursor.TryParse(text, out var cursor)
            ? cursor
            : throw new IsaaException("cursor_invalid", $"'{Shorten(text)}' is no event cursor; use the 'cursor' of an event or the 'next' of a page.");
    }

    public static IReadOnlyList<JobState> ReadStates(IReadOnlyList<string> names)
    {
        var unknown = names.Where(n => JobViews.FindState(n) is null).ToArray();
        return unknown.Length == 0
            ? [.. names.Select(n => JobViews.FindState(n)!.Value)]
            : throw new IsaaException("state_invalid",
                $"There is no job state '{string.Join("', '", unknown.Select(Shorten))}'. States are {string.Join(", ", JobStates.All)}.");
    }

    public static int ReadNumber(string name, int? value, int standard, int least, int most) => (value ?? standard) is var number && number >= least && number <= most
        ? number
        : throw new IsaaException("number_invalid", $"'{name}' is {value}; it must lie between {least} and {most}.");

    public static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
