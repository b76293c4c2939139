using Isaa.Cli.Commands;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Runs;
using Spectre.Console;

namespace Isaa.Cli.Running;

/// <summary>Starts or resumes a run, follows it, and reports what came of it.</summary>
internal sealed class RunVerb
{
    private readonly CliContext _context;
    private readonly Connection _connection;
    private readonly RunRequest _request;

    private RunVerb(CliContext context, Connection connection, RunRequest request)
    {
        _context = context;
        _connection = connection;
        _request = request;
    }

    public static async Task<int> RunAsync(CliContext context, RunRequest request)
    {
        if (request.FindFault() is { } fault)
        {
            throw new CliException(ExitCode.BadInput, "usage", fault + " See: isaa run --help");
        }

        return await Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var verb = new RunVerb(context, connection, request);
            var job = request.Resume is { } id ? await verb.ResumeAsync(id, cancellationToken) : await verb.StartAsync(cancellationToken);
            return request.Detach ? verb.Detach(job) : await verb.FollowAsync(job);
        });
    }

    private async Task<JobView> StartAsync(CancellationToken cancellationToken)
    {
        var folder = ReadFolder();
        var model = _request.Model ?? await Demonstration.AnnounceAsync(_context, _connection.Client, _request, folder, cancellationToken);
        var started = await _connection.Client.StartRunAsync(
            new StartRun
            {
                Id = _context.Host.Ids.Next().ToString("N"),
                Task = _request.Task!,
                Folder = folder,
                Agent = _request.Agent,
                Capabilities = _request.Capabilities,
                Requires = _request.Requires,
                Persona = _request.Persona,
                Model = model,
                Session = _request.Session,
                Limits = new RunLimits { Turns = _request.Turns, Minutes = _request.Minutes, Tokens = _request.Tokens, Usd = _request.Usd },
            },
            cancellationToken);
        return started.Job;
    }

    private async Task<JobView> ResumeAsync(string id, CancellationToken cancellationToken)
    {
        var whole = await JobReference.ResolveAsync(_connection.Client, id, cancellationToken);
        var job = (await _connection.Client.GetJobAsync(whole, cancellationToken)).Job;
        return job.State is JobStates.Failed or JobStates.Cancelled or JobStates.Dead
            ? await _connection.Client.RetryJobAsync(whole, cancellationToken)
            : job;
    }

    private string? ReadFolder()
    {
        if (_request.Folder is not { } folder)
        {
            return null;
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, _context.Host.CurrentFolder));
        if (_context.Options.Server is not null || Directory.Exists(path))
        {
            return path;
        }

        throw new CliException(ExitCode.NotFound, "folder_unknown",
            File.Exists(path) ? $"{path} is a file; --in takes a folder." : $"There is no folder {path}.");
    }

    private int Detach(JobView job)
    {
        if (_context.Json)
        {
            Verb.WriteJson(_context, job, ProtocolJson.Default.JobView);
            return ExitCode.Ok;
        }

        _context.Screen.Writer.WriteLine(job.Id);
        var follow = _connection.IsHosted
            ? $"No server runs here, so it waits. 'isaa serve' takes it up, or now: isaa run --resume {JobReference.Short(job.Id)}"
            : $"isaa jobs watch {JobReference.Short(job.Id)}";
        _context.Screen.Error.MarkupLine($"[dim]{follow.EscapeMarkup()}[/]");
        return ExitCode.Ok;
    }

    // The watching outlives the first Ctrl-C: the run is told to stop, and what it says while it stops is shown.
    private async Task<int> FollowAsync(JobView job)
    {
        if (!JobStates.IsFinal(job.State))
        {
            _connection.WorkOn(job.Id);
        }

        var progress = new RunProgress(_context.Screen, _context.Host.Time);
        await using var onInterrupt = _context.Host.Interrupted.Register(() => _ = CancelAsync(job.Id, progress));
        var resumedAfter = _request.Resume is null ? null : await LastCursorAsync(job.Id);
        await progress.FollowAsync(_connection.Client.WatchJobAsync(job.Id, resumedAfter, CancellationToken.None));
        return RunReport.Write(_context, await _connection.Client.GetJobAsync(job.Id, CancellationToken.None), progress);
    }

    // What a resumed run did before was shown then; its last steps are in 'jobs show'.
    private async Task<string?> LastCursorAsync(string job)
    {
        string? cursor = null;
        while (true)
        {
            var page = await _connection.Client.ListEventsAsync(job, cursor, limit: 1000);
            var restart = page.Events.LastOrDefault(e => e.Type is "job.ready" or "job.added");
            if (page.Events.Count < 1000)
            {
                return restart?.Cursor ?? cursor;
            }

            cursor = page.Next;
        }
    }

    private async Task CancelAsync(string job, RunProgress progress)
    {
        progress.Note("Stopping the run. Ctrl-C again leaves at once.");
        try
        {
            await _connection.Client.CancelJobAsync(job, "Cancelled with Ctrl-C.");
        }
        catch (IsaaApiException e) when (e.Problem.Code == "job_state_conflict")
        {
            // It has ended by itself this moment.
        }
        catch (Exception e) when (e is IsaaApiException or IsaaUnreachableException)
        {
            progress.Note($"It could not be told to stop: {e.Message}");
        }
    }
}
