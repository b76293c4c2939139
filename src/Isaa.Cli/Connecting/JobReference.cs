using Isaa.Cli.Terminal;
using Isaa.Protocol.Client;
using Isaa.Protocol.Jobs;

namespace Isaa.Cli.Connecting;

/// <summary>Finds the job a user means by its whole id or by the beginning or the end of it.</summary>
internal static class JobReference
{
    public const int ShortLength = 8;

    private const int WholeLength = 32;
    private const int Listed = 10;

    /// <summary>The end of the id: the random part, while the beginning is the time and alike for neighbours.</summary>
    public static string Short(string id) => id.Length <= ShortLength ? id : id[^ShortLength..];

    public static async Task<string> ResolveAsync(IsaaClient client, string text, CancellationToken cancellationToken)
    {
        var digits = text.Trim().Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (digits.Length == WholeLength && digits.All(char.IsAsciiHexDigit))
        {
            return digits;
        }

        var page = await client.ListJobsAsync(new JobFilter { Id = text }, limit: Listed, cancellationToken: cancellationToken);
        return page.Jobs switch
        {
            [var only] => only.Id,
            [] => throw new CliException(ExitCode.NotFound, "job_unknown", $"No job's id begins or ends with '{text}'. 'isaa jobs list' shows the newest."),
            var several => throw new CliException(ExitCode.BadInput, "job_ambiguous",
                $"'{text}' fits {(page.Next is null ? $"{several.Count}" : $"more than {Listed}")} jobs; give more of the id:\n"
                + string.Join('\n', several.Select(j => $"  {j.Id}  {j.State}  {SafeText.Line(j.Label ?? j.Kind, 60)}"))),
        };
    }
}
