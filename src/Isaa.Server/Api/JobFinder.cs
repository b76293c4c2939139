using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Server.Api;

/// <summary>Finds jobs by the beginning or the end of their id among the newest.</summary>
/// <param name="store">Where the jobs are.</param>
internal sealed class JobFinder(IJobStore store)
{
    /// <summary>How many of the newest jobs are looked at.</summary>
    public const int Reach = 20_000;

    private const int Page = 1000;
    private const int Shortest = 4;
    private const int WholeId = 32;

    public async Task<IReadOnlyList<Job>> FindAsync(string part, JobQuery query, CancellationToken cancellationToken)
    {
        var digits = part.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (digits.Length is < Shortest or > WholeId || !digits.All(char.IsAsciiHexDigit))
        {
            throw new IsaaException("id_invalid",
                $"'{ApiInput.Shorten(part)}' is no part of a job id: {Shortest} to {WholeId} hexadecimal digits from its beginning or its end are expected.");
        }

        if (digits.Length == WholeId)
        {
            return await store.FindAsync(ApiInput.ReadJobId(digits), cancellationToken) is { } detail ? [detail.Job] : [];
        }

        return await ScanAsync(digits, query, cancellationToken);
    }

    private async Task<IReadOnlyList<Job>> ScanAsync(string digits, JobQuery query, CancellationToken cancellationToken)
    {
        var found = new List<Job>();
        var page = query with { Limit = Page };
        for (var seen = 0; seen < Reach && found.Count < query.Limit; seen += Page)
        {
            var jobs = await store.ListAsync(page, cancellationToken);
            found.AddRange(jobs.Where(j => Matches(j.Id.ToString(), digits)));
            if (jobs.Count < Page)
            {
                break;
            }

            page = page with { Before = jobs[^1].Id };
        }

        return found.Count > query.Limit ? found[..query.Limit] : found;
    }

    private static bool Matches(string id, string digits) =>
        id.EndsWith(digits, StringComparison.Ordinal) || id.StartsWith(digits, StringComparison.Ordinal);
}
