using Isaa.Jobs.Searching;
using Microsoft.AspNetCore.Mvc;
using WireFilter = Isaa.Protocol.Jobs.JobFilter;

namespace Isaa.Server.Api;

/// <summary>A filter in the query of an address.</summary>
internal sealed record FilterInput
{
    [FromQuery(Name = "ids")]
    public string[]? Ids { get; init; }

    [FromQuery(Name = "id")]
    public string? Id { get; init; }

    [FromQuery(Name = "state")]
    public string[]? State { get; init; }

    [FromQuery(Name = "queue")]
    public string? Queue { get; init; }

    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }

    [FromQuery(Name = "tenant")]
    public string? Tenant { get; init; }

    [FromQuery(Name = "group")]
    public string? Group { get; init; }

    [FromQuery(Name = "tag")]
    public string[]? Tag { get; init; }

    [FromQuery(Name = "addedFrom")]
    public DateTimeOffset? AddedFrom { get; init; }

    [FromQuery(Name = "addedBefore")]
    public DateTimeOffset? AddedBefore { get; init; }

    [FromQuery(Name = "finishedFrom")]
    public DateTimeOffset? FinishedFrom { get; init; }

    [FromQuery(Name = "finishedBefore")]
    public DateTimeOffset? FinishedBefore { get; init; }

    [FromQuery(Name = "dueFrom")]
    public DateTimeOffset? DueFrom { get; init; }

    [FromQuery(Name = "dueBefore")]
    public DateTimeOffset? DueBefore { get; init; }

    [FromQuery(Name = "errorCode")]
    public string? ErrorCode { get; init; }

    [FromQuery(Name = "errorText")]
    public string? ErrorText { get; init; }

    [FromQuery(Name = "field")]
    public string[]? Field { get; init; }

    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    public JobFilter Read() => Read(new WireFilter
    {
        Ids = Ids ?? [],
        Id = Id,
        States = State ?? [],
        Queue = Queue,
        Kind = Kind,
        Tenant = Tenant,
        Group = Group,
        Tags = Tag ?? [],
        AddedFrom = AddedFrom,
        AddedBefore = AddedBefore,
        FinishedFrom = FinishedFrom,
        FinishedBefore = FinishedBefore,
        DueFrom = DueFrom,
        DueBefore = DueBefore,
        ErrorCode = ErrorCode,
        ErrorText = ErrorText,
        Fields = Field ?? [],
        Text = Text,
    });

    public static JobFilter Read(WireFilter filter) => new()
    {
        Ids = [.. filter.Ids.Select(ApiInput.ReadJobId)],
        IdPart = filter.Id?.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(),
        States = ApiInput.ReadStates(filter.States),
        Queue = filter.Queue,
        Kind = filter.Kind,
        Tenant = filter.Tenant,
        Group = filter.Group,
        Tags = filter.Tags,
        Added = new TimeRange(filter.AddedFrom, filter.AddedBefore),
        Finished = new TimeRange(filter.FinishedFrom, filter.FinishedBefore),
        Due = new TimeRange(filter.DueFrom, filter.DueBefore),
        ErrorCode = filter.ErrorCode,
        ErrorText = filter.ErrorText,
        Fields = [.. filter.Fields.Select(FieldMatch.Parse)],
        Text = filter.Text,
    };
}
