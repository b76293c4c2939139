using System.Text.Json;
using Isaa.Functions;
using Isaa.Functions.Exchange;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Protocol;
using Isaa.Protocol.Functions;
using Isaa.Protocol.Functions.Calls;

namespace Isaa.Server.Api.Functions;

/// <summary>Functions and their calls as the API shows them.</summary>
internal static class FunctionViews
{
    public static FunctionView View(FunctionVersion version) => new()
    {
        Name = version.Name,
        Version = version.Version,
        Hash = version.Hash,
        Description = version.Definition.Description,
        Language = FunctionNames.Of(version.Definition.Language),
        SafeMode = version.Definition.SafeMode,
        Tags = version.Definition.Tags,
        Tests = version.Definition.Tests.Count,
        IsUsable = version.IsUsable,
        Decision = version.Decision is { } decision
            ? new FunctionDecisionView { IsAccepted = decision.IsAccepted, By = decision.By, Note = decision.Note, At = decision.At }
            : null,
        SavedBy = version.SavedBy,
        CreatedAt = version.CreatedAt,
    };

    public static FunctionDetailView Detail(FunctionVersion version) => new()
    {
        Function = View(version),
        Definition = JsonSerializer.Deserialize(FunctionDefinitionJson.Write(version.Definition), ProtocolJson.Default.JsonElement),
        File = FunctionFile.WriteYaml(version.Definition),
    };

    public static FunctionTestPage View(FunctionTestReport report) => new()
    {
        Function = View(report.Function),
        IsPassed = report.IsPassed,
        Tests =
        [
            .. report.Results.Select(r => new FunctionTestView
            {
                Name = r.Name,
                IsPassed = r.IsPassed,
                Message = r.Message,
                Milliseconds = r.Result.Usage.Duration.TotalMilliseconds,
            }),
        ],
    };

    public static FunctionCallView View(FunctionExecution execution) => new()
    {
        Id = execution.Id.ToString("N"),
        Function = execution.Function,
        Version = execution.Version,
        Hash = execution.Hash,
        StartedAt = execution.StartedAt,
        Outcome = execution.Outcome is { } outcome ? FunctionNames.Of(outcome) : null,
        Output = execution.Output,
        Error = execution.Error is { } error
            ? new FunctionFault { Kind = error.Kind, Message = error.Message, Line = error.Line, Column = error.Column, Trace = error.Trace }
            : null,
        Logs = execution.Logs,
        Milliseconds = execution.Usage.Duration.TotalMilliseconds,
        WaitMilliseconds = execution.Usage.Wait.TotalMilliseconds,
        CpuMilliseconds = execution.Usage.CpuTime.TotalMilliseconds,
        PeakMemoryBytes = execution.Usage.PeakMemoryBytes,
        InputBytes = execution.Usage.InputBytes,
        OutputBytes = execution.Usage.OutputBytes,
        Session = execution.Caller?.Session,
        Job = execution.Caller?.Job,
        Agent = execution.Caller?.Agent,
        Key = execution.IdempotencyKey,
    };

    public static FunctionSummaryView View(FunctionSummary summary) => new()
    {
        Function = summary.Function,
        Calls = summary.Calls,
        Failures = summary.Failures,
        MeanMilliseconds = summary.MeanDuration.TotalMilliseconds,
        LongestMilliseconds = summary.LongestDuration.TotalMilliseconds,
        CpuMilliseconds = summary.CpuTime.TotalMilliseconds,
        PeakMemoryBytes = summary.PeakMemoryBytes,
        LastStartedAt = summary.LastStartedAt,
    };
}
