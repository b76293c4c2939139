using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Isaa.Protocol.Health;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Jobs.Changes;
using Isaa.Protocol.Jobs.Details;
using Isaa.Protocol.Models;
using Isaa.Protocol.Runs;
using Isaa.Protocol.Workers;

namespace Isaa.Protocol.Client;

/// <summary>
/// The typed client of the HTTP API. Thread safe; dispose it when done. Every call throws <see cref="IsaaApiException"/> when the server
/// refuses or fails, and <see cref="IsaaUnreachableException"/> when none answers, within 100 seconds. Only a backup may take longer.
/// </summary>
public sealed class IsaaClient : IDisposable
{
    internal const string Root = "api/v1/";

    private readonly HttpClient _http;
    private readonly ApiTransport _transport;
    private readonly EventWatcher _watcher;

    /// <summary>Creates a client over an HTTP client with a base address; it is disposed with this one.</summary>
    /// <param name="http">Carries the calls, and the key where one is needed.</param>
    /// <param name="time">Times the pauses before a broken stream is taken up again; null for the system's clock.</param>
    public IsaaClient(HttpClient http, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
        _transport = new ApiTransport(http);
        Queues = new QueueClient(_transport);
        _watcher = new EventWatcher(_transport, time ?? TimeProvider.System);
        Functions = new FunctionClient(_transport, Root);
        Chains = new ChainClient(_transport);
        Approvals = new ApprovalClient(_transport);
        Runs = new RunClient(_transport);
        Agents = new AgentClient(_transport);
        Minds = new MindClient(_transport);
    }

    /// <summary>Agents, and what they used.</summary>
    public AgentClient Agents { get; }

    /// <summary>Stored functions and their calls.</summary>
    public FunctionClient Functions { get; }

    /// <summary>Looks at runs of agents and guides them.</summary>
    public RunClient Runs { get; }

    /// <summary>What agents keep in mind beside their runs.</summary>
    public MindClient Minds { get; }

    /// <summary>The calls about chains.</summary>
    public ChainClient Chains { get; }

    /// <summary>Questions of agents whether a tool call may run.</summary>
    public ApprovalClient Approvals { get; }

    /// <summary>Connects to a server by its address.</summary>
    /// <param name="address">For example <c>http://127.0.0.1:7799</c>.</param>
    /// <param name="key">The API key; null for none.</param>
    public static IsaaClient Connect(Uri address, string? key)
    {
        // A redirect would carry the key elsewhere, a proxy would see it: neither is followed.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        var http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return new IsaaClient(http);
    }

    /// <summary>Connects to a server on this machine through its Unix socket, which only its owner may open; no key is needed.</summary>
    /// <param name="socketPath">The socket's path.</param>
    public static IsaaClient ConnectSocket(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new IsaaClient(new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Looks at queues and tells them what to do.</summary>
    public QueueClient Queues { get; }

    /// <summary>Whether the server answers, and its version. Needs no key.</summary>
    public Task<HealthView> GetHealthAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Root + "health", ProtocolJson.Default.HealthView, cancellationToken);

    /// <summary>The workers of all processes on the server's store.</summary>
    public Task<WorkerPage> ListWorkersAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Root + "workers", ProtocolJson.Default.WorkerPage, cancellationToken);

    /// <summary>Looks at what Isaa needs on the server's machine.</summary>
    /// <param name="store">Also looks through all jobs of the store, which takes the longer the more there are.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<DoctorReport> GetDoctorAsync(bool store = false, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Root + (store ? "doctor?store=true" : "doctor"), ProtocolJson.Default.DoctorReport, cancellationToken);

    /// <summary>
    /// Writes a backup of the server's SQLite store, made and looked through while the server goes on. Nothing counts before this returns: throw away
    /// what was written when it throws.
    /// </summary>
    /// <param name="target">Takes the backup; it is not closed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task BackupAsync(Stream target, CancellationToken cancellationToken = default) => _transport.DownloadAsync(Root + "backup", target, cancellationToken);

    /// <summary>The models and whether they are ready.</summary>
    public Task<ModelPage> ListModelsAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Root + "models", ProtocolJson.Default.ModelPage, cancellationToken);

    /// <summary>Starts a run. It is on disk when this returns; a worker does it.</summary>
    /// <param name="run">What to do.</param>
    /// <param name="cancellationToken">Cancels the call; the run may still have been started.</param>
    public Task<StartedRun> StartRunAsync(StartRun run, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Root + "runs", run, ProtocolJson.Default.StartRun, ProtocolJson.Default.StartedRun, cancellationToken);

    /// <summary>Lists jobs, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Where the page before ended (<see cref="JobPage.Next"/>), or a job's whole id; null to begin with the newest.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobPage> ListJobsAsync(JobFilter filter, string? before = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new StringBuilder(Root).Append("jobs?limit=").Append(CultureInfo.InvariantCulture, $"{limit}").Add("before", before).AddFilter(filter);
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.JobPage, cancellationToken);
    }

    /// <summary>Counts jobs by state.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobCounts> CountJobsAsync(JobFilter? filter = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(new StringBuilder(Root + "jobs/counts").AddFilter(filter ?? new JobFilter()).ToString(), ProtocolJson.Default.JobCounts, cancellationToken);

    /// <summary>A job with its arguments and result.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobDetailView> GetJobAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(JobPath(id), ProtocolJson.Default.JobDetailView, cancellationToken);

    /// <summary>A job's steps, in the order in which they were first recorded.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<StepPage> ListStepsAsync(string id, int skip = 0, int limit = 200, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"{JobPath(id)}/steps?skip={skip}&limit={limit}"), ProtocolJson.Default.StepPage, cancellationToken);

    /// <summary>What a job waits for or waited for, its children included, in the order of adding.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<DependencyPage> ListDependenciesAsync(string id, int skip = 0, int limit = 200, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"{JobPath(id)}/dependencies?skip={skip}&limit={limit}"), ProtocolJson.Default.DependencyPage, cancellationToken);

    /// <summary>Lines of a job's log, oldest first.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="after">Only lines after this number; 0 for all that are kept.</param>
    /// <param name="level">Only lines at least this grave, for example <c>warning</c>; null for all.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<LogPage> ReadLogAsync(string id, long after = 0, string? level = null, int limit = 500, CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder(JobPath(id)).Append(CultureInfo.InvariantCulture, $"/log?after={after}&limit={limit}").Add("level", level);
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.LogPage, cancellationToken);
    }

    /// <summary>Sends a job a signal. It is on disk when this returns.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="cancellationToken">Cancels the call; the signal may still have been sent.</param>
    public Task<SentSignal> SignalJobAsync(string id, SendSignal signal, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(JobPath(id) + "/signals", signal, ProtocolJson.Default.SendSignal, ProtocolJson.Default.SentSignal, cancellationToken);

    /// <summary>A job's events so far, oldest first.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="after">Only events after this cursor; null for all.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<EventPage> ListEventsAsync(string id, string? after = null, int limit = 500, CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder(JobPath(id)).Append("/events?limit=").Append(CultureInfo.InvariantCulture, $"{limit}").Add("after", after);
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.EventPage, cancellationToken);
    }

    /// <summary>
    /// Follows a job's events until it has ended, its last event included; each comes once, oldest first. A broken connection is taken up again where
    /// it broke.
    /// </summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="after">Only events after this cursor; null for all.</param>
    /// <param name="cancellationToken">Ends the watching; the job goes on.</param>
    public IAsyncEnumerable<EventView> WatchJobAsync(string id, string? after = null, CancellationToken cancellationToken = default) =>
        _watcher.WatchAsync(JobPath(id) + "/events", after, cancellationToken);

    /// <summary>Cancels a job. One that no worker holds ends at once; a held one is told and ends soon.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="reason">Why; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobView> CancelJobAsync(string id, string? reason = null, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(
            JobPath(id) + "/cancel", new CancelJob { Reason = reason }, ProtocolJson.Default.CancelJob, ProtocolJson.Default.JobView, cancellationToken);

    /// <summary>Makes a failed, cancelled or dead job ready again; its finished steps are kept.</summary>
    /// <param name="id">The job's whole id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JobView> RetryJobAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, JobPath(id) + "/retry", null, ProtocolJson.Default.JobView, cancellationToken);

    /// <summary>
    /// Changes a part of the jobs that a filter means, or counts them all. Send it again with the answer's <see cref="ChangedJobs.Next"/> until that is null;
    /// whoever stops before leaves the rest as it was.
    /// </summary>
    /// <param name="request">Which jobs and what is done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChangedJobs> ChangeJobsAsync(ChangeJobs request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Root + "jobs/changes", request, ProtocolJson.Default.ChangeJobs, ProtocolJson.Default.ChangedJobs, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string JobPath(string id) => $"{Root}jobs/{Uri.EscapeDataString(id)}";
}
