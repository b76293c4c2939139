using System.Text.Json;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Logs;
using Isaa.Protocol;
using Isaa.Protocol.Jobs.Details;

namespace Isaa.Server.Api.Details;

/// <summary>What belongs to a job as the API shows it.</summary>
internal static class DetailViews
{
    public static DependencyView View(DependencyState dependency) => new()
    {
        Job = dependency.Job.ToString(),
        Kind = dependency.Kind,
        Label = dependency.Label,
        State = JobViews.Name(dependency.State),
        IsChild = dependency.IsChild,
        OnFailure = dependency.OnFailure.ToString().ToLowerInvariant(),
        IsOpen = dependency.IsOpen,
        Error = JobViews.View(dependency.Error),
    };

    public static LogLineView View(JobLogLine line) => new()
    {
        Number = line.Number,
        At = line.At,
        Level = line.Level.ToString().ToLowerInvariant(),
        Category = line.Category,
        Text = line.Text,
    };

    public static JobProgressView? View(JobProgress? progress) => progress is null
        ? null
        : new JobProgressView { At = progress.At, Value = JsonSerializer.Deserialize(progress.Value.Span, ProtocolJson.Default.JsonElement) };
}
