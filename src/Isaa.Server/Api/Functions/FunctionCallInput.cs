using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Microsoft.AspNetCore.Mvc;

namespace Isaa.Server.Api.Functions;

/// <summary>A search for calls in the query of an address.</summary>
internal sealed record FunctionCallInput
{
    [FromQuery(Name = "function")]
    public string? Function { get; init; }

    [FromQuery(Name = "version")]
    public int? Version { get; init; }

    [FromQuery(Name = "outcome")]
    public string? Outcome { get; init; }

    [FromQuery(Name = "failed")]
    public bool? Failed { get; init; }

    [FromQuery(Name = "agent")]
    public string? Agent { get; init; }

    [FromQuery(Name = "session")]
    public string? Session { get; init; }

    [FromQuery(Name = "job")]
    public string? Job { get; init; }

    [FromQuery(Name = "since")]
    public DateTimeOffset? Since { get; init; }

    [FromQuery(Name = "before")]
    public string? Before { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    public FunctionExecutionQuery Read() => new()
    {
        Function = Function,
        Version = Version,
        Outcome = Outcome is null ? null : FunctionNames.FindOutcome(Outcome) ?? throw new IsaaException(
            "outcome_invalid", $"There is no outcome '{ApiInput.Shorten(Outcome)}'. Outcomes are {string.Join(", ", FunctionNames.OutcomeNames)}."),
        IsFailed = Failed,
        Agent = Agent,
        Session = Session,
        Job = Job,
        Since = Since,
        Before = Before is null ? null : ReadId(Before),
        Limit = ApiInput.ReadNumber("limit", Limit, standard: 50, least: 1, most: 500),
    };

    public static Guid ReadId(string text) => Guid.TryParseExact(text, "N", out var value) || Guid.TryParseExact(text, "D", out value)
        ? value
        : throw new IsaaException("call_unknown", $"'{ApiInput.Shorten(text)}' is no id of a call: 32 hexadecimal digits are expected.");
}
