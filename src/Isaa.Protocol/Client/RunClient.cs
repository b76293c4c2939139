using System.Text.Json.Serialization.Metadata;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Runs;

namespace Isaa.Protocol.Client;

/// <summary>The part of the client that looks at runs of agents and guides them.</summary>
public sealed class RunClient
{
    private readonly ApiTransport _transport;

    internal RunClient(ApiTransport transport) => _transport = transport;

    /// <summary>How a run stands.</summary>
    /// <param name="id">The run's whole id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RunStatus> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(id, ""), ProtocolJson.Default.RunStatus, cancellationToken);

    /// <summary>Tells a run to pause at the end of its turn.</summary>
    /// <param name="id">The run's whole id.</param>
    /// <param name="reason">Why; null when it does not matter.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobView> PauseAsync(string id, string? reason = null, CancellationToken cancellationToken = default) =>
        GuideAsync(id, "pause", new GuideRun { Reason = reason }, cancellationToken);

    /// <summary>Lets a run go on: one that is paused, or one that failed or was cancelled.</summary>
    /// <param name="id">The run's whole id.</param>
    /// <param name="text">What its model is told; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobView> ResumeAsync(string id, string? text = null, CancellationToken cancellationToken = default) =>
        GuideAsync(id, "resume", new GuideRun { Text = text }, cancellationToken);

    /// <summary>Speaks to a run while it goes on.</summary>
    /// <param name="id">The run's whole id.</param>
    /// <param name="text">What its model is told before its next turn.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobView> SteerAsync(string id, string text, CancellationToken cancellationToken = default) =>
        GuideAsync(id, "steer", new GuideRun { Text = text }, cancellationToken);

    /// <summary>Goes another way from a turn of a run.</summary>
    /// <param name="id">The run's whole id.</param>
    /// <param name="fork">From where, and how.</param>
    /// <param name="cancellationToken">Cancels the call; the new run may still have been started.</param>
    public Task<StartedRun> ForkAsync(string id, ForkRun fork, CancellationToken cancellationToken = default) =>
        PostAsync(Path(id, "/fork"), fork, ProtocolJson.Default.ForkRun, ProtocolJson.Default.StartedRun, cancellationToken);

    private Task<JobView> GuideAsync(string id, string verb, GuideRun guide, CancellationToken cancellationToken) =>
        PostAsync(Path(id, "/" + verb), guide, ProtocolJson.Default.GuideRun, ProtocolJson.Default.JobView, cancellationToken);

    private Task<TAnswer> PostAsync<TBody, TAnswer>(string path, TBody body, JsonTypeInfo<TBody> type, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken) =>
        _transport.PostAsync(path, body, type, answer, cancellationToken);

    private static string Path(string id, string verb) => $"{IsaaClient.Root}runs/{Uri.EscapeDataString(id)}{verb}";
}
