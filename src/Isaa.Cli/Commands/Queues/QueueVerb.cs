using System.CommandLine;
using System.Globalization;
using Isaa.Cli.Filtering;
using Isaa.Protocol.Queues;

namespace Isaa.Cli.Commands.Queues;

/// <summary>What the verbs on queues have in common.</summary>
internal static class QueueVerb
{
    /// <summary>What takes a limit away again.</summary>
    public const string NoLimit = "none";

    public static Argument<string> Queue() => new("QUEUE") { Description = "The queue's name" };

    public static Option<string?> Tenant() => new("--tenant") { Description = "Whose queue; without it 'default'", HelpName = "TENANT" };

    /// <summary>Reads <c>10/1m</c> or <c>10/1m/30</c>: jobs, time, burst.</summary>
    public static RateView? ReadRate(string option, string text)
    {
        var parts = text.Split('/');
        if (text == NoLimit)
        {
            return null;
        }

        return parts.Length is 2 or 3 && TryRead(parts[0], out var jobs) && (parts.Length == 2 || TryRead(parts[2], out _))
            ? new RateView
            {
                Jobs = jobs,
                Seconds = TimeText.ReadSpan(option, parts[1].Length > 0 && char.IsAsciiLetter(parts[1][0]) ? "1" + parts[1] : parts[1]).TotalSeconds,
                Burst = parts.Length == 3 && TryRead(parts[2], out var burst) ? burst : null,
            }
            : throw new CliException(ExitCode.BadInput, "limit_invalid", $"{option} '{text}' is no rate. Write 10/s, 100/5m or 100/5m/20 (with a burst of 20), or {NoLimit}.");
    }

    /// <summary>Reads a number of at least 1, or that there is none.</summary>
    public static int? ReadCount(string option, string text) => text == NoLimit ? null
        : TryRead(text, out var number) ? number
        : throw new CliException(ExitCode.BadInput, "limit_invalid", $"{option} '{text}' is no number of at least 1, nor {NoLimit}.");

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1;
}
