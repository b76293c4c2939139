using System.Globalization;
using System.Text;
using Isaa.Protocol.Jobs;

namespace Isaa.Protocol.Client;

/// <summary>Writes a filter as the query of an address.</summary>
internal static class FilterQuery
{
    public static StringBuilder AddFilter(this StringBuilder query, JobFilter filter)
    {
        query.AddAll("ids", filter.Ids).Add("id", filter.Id).AddAll("state", filter.States);
        query.Add("queue", filter.Queue).Add("kind", filter.Kind).Add("tenant", filter.Tenant).Add("group", filter.Group).AddAll("tag", filter.Tags);
        query.Add("addedFrom", filter.AddedFrom).Add("addedBefore", filter.AddedBefore);
        query.Add("finishedFrom", filter.FinishedFrom).Add("finishedBefore", filter.FinishedBefore);
        query.Add("dueFrom", filter.DueFrom).Add("dueBefore", filter.DueBefore);
        query.Add("errorCode", filter.ErrorCode).Add("errorText", filter.ErrorText);
        return query.AddAll("field", filter.Fields).Add("text", filter.Text);
    }

    public static StringBuilder Add(this StringBuilder query, string name, string? value) => value is null
        ? query
        : query.Append(query.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));

    public static StringBuilder Add(this StringBuilder query, string name, DateTimeOffset? value) =>
        query.Add(name, value?.ToString("O", CultureInfo.InvariantCulture));

    private static StringBuilder AddAll(this StringBuilder query, string name, IReadOnlyList<string> values) =>
        values.Aggregate(query, (all, value) => all.Add(name, value));
}
