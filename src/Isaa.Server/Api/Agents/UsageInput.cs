using System.Globalization;
using Isaa.Agents.Usage;
using Isaa.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Isaa.Server.Api.Agents;

/// <summary>Which model calls to sum up, in the query of an address.</summary>
internal sealed record UsageInput
{
    /// <summary>Asks for each call of one run.</summary>
    public const string Call = "call";

    private static readonly Dictionary<string, UsageGrouping> Groupings = new(StringComparer.Ordinal)
    {
        ["day"] = UsageGrouping.Day,
        ["agent"] = UsageGrouping.Agent,
        ["session"] = UsageGrouping.Session,
        ["run"] = UsageGrouping.Run,
        ["model"] = UsageGrouping.Model,
        [Call] = UsageGrouping.None,
    };

    [FromQuery(Name = "by")]
    public string? By { get; init; }

    [FromQuery(Name = "tenant")]
    public string? Tenant { get; init; }

    [FromQuery(Name = "agent")]
    public string? Agent { get; init; }

    [FromQuery(Name = "session")]
    public string? Session { get; init; }

    [FromQuery(Name = "run")]
    public string? Run { get; init; }

    [FromQuery(Name = "model")]
    public string? Model { get; init; }

    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "through")]
    public string? Through { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    public string Grouping => By ?? "day";

    public UsageGrouping ReadGrouping() => Groupings.TryGetValue(Grouping, out var grouping)
        ? grouping
        : throw new IsaaException("usage_invalid", $"Usage cannot be summed up by '{ApiInput.Shorten(Grouping)}'; it can by {string.Join(", ", Groupings.Keys)}.");

    public UsageQuery Read() => new()
    {
        Tenant = Tenant ?? "default",
        Agent = Agent,
        Session = Session,
        Run = Run is null ? null : ApiInput.ReadJobId(Run),
        Model = Model,
        From = Day("from", From),
        Through = Day("through", Through),
        Limit = ApiInput.ReadNumber("limit", Limit, standard: 1_000, least: 1, most: 10_000),
    };

    private static DateOnly? Day(string name, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new IsaaException("usage_invalid", $"'{name}' is '{ApiInput.Shorten(text)}'; a day such as 2026-11-21 is expected.");
}
