using Isaa.Diagnostics;
using Isaa.Jobs.Limits;
using Isaa.Protocol.Queues;

namespace Isaa.Server.Api.Queues;

/// <summary>Reads what queues are told to do.</summary>
internal static class QueueInput
{
    private const int LongestName = 200;
    private const double LongestRate = 366 * 24 * 60 * 60;

    public static string Tenant(string? tenant) => tenant is null ? "default" : Name("tenant", tenant);

    public static string Name(string field, string name) => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
        ? name
        : throw new IsaaException("name_invalid", $"'{field}' has {name.Length} characters; 1 to {LongestName} without control characters are expected.");

    public static int? Concurrency(string field, int? value) => value is null or >= 1
        ? value
        : throw new IsaaException("limit_invalid", $"'{field}' is {value}; it must be at least 1, or absent for no limit. To start no jobs at all, pause.");

    public static RateLimit? Rate(string field, RateView? rate)
    {
        if (rate is null)
        {
            return null;
        }

        return rate is { Jobs: >= 1, Seconds: >= 0.001 and <= LongestRate, Burst: null or >= 1 }
            ? new RateLimit { Jobs = rate.Jobs, Per = TimeSpan.FromSeconds(rate.Seconds), Burst = rate.Burst }
            : throw new IsaaException("limit_invalid",
                $"'{field}' is {rate.Jobs} jobs in {rate.Seconds} seconds with a burst of {rate.Burst}; at least 1 job, 0.001 to {LongestRate} seconds and a burst of at least 1 are expected.");
    }
}
