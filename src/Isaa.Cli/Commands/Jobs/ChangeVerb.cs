using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Filtering;
using Isaa.Cli.Rendering;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Jobs.Changes;
using Spectre.Console;

namespace Isaa.Cli.Commands.Jobs;

/// <summary>A verb that changes one job, or all that the filter options mean.</summary>
internal sealed class ChangeVerb
{
    private readonly CliContext _context;
    private readonly Words _words;
    private readonly Argument<string?> _id = new("ID") { Description = "The job's id, or the beginning or the end of it; else say with options which jobs", Arity = ArgumentArity.ZeroOrOne };
    private readonly FilterOptions _filter = new();
    private readonly Option<bool> _all = new("--all") { Description = "Really all jobs, where no other option says which" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only count what would be changed" };

    public ChangeVerb(CliContext context, Words words, params ReadOnlySpan<Option> options)
    {
        _context = context;
        _words = words;
        Command = new Command(words.Verb, words.Description) { _id };
        foreach (var option in options)
        {
            Command.Options.Add(option);
        }

        _filter.AddTo(Command);
        Command.Options.Add(_all);
        Command.Options.Add(_dryRun);
    }

    /// <summary>How the verb is called and what it says it did.</summary>
    /// <param name="Verb">The verb.</param>
    /// <param name="Description">Its help.</param>
    /// <param name="Did">For example <c>cancelled</c>.</param>
    /// <param name="Needs">What jobs it is for, where it could change none.</param>
    public sealed record Words(string Verb, string Description, string Did, string Needs);

    public Command Command { get; }

    /// <summary>Has the verb send requests that this makes of the command line, for the jobs it names.</summary>
    public Command Sending(Func<ParseResult, ChangeJobs> read)
    {
        Command.SetAction((parsed, _) => Verb.WithConnectionAsync(_context, async (connection, cancellationToken) =>
        {
            EnsureMeant(parsed, parsed.GetValue(_id));
            var one = parsed.GetValue(_id) is { } id ? await JobReference.ResolveAsync(connection.Client, id, cancellationToken) : null;
            var filter = one is null ? _filter.Read(parsed, _context.Host.Time.GetUtcNow()) : new JobFilter { Ids = [one] };
            var request = read(parsed) with { Filter = filter, All = parsed.GetValue(_all), DryRun = parsed.GetValue(_dryRun) };
            var done = await SendAsync(connection, request, cancellationToken);
            if (one is not null && !request.DryRun)
            {
                return await FinishOneAsync(connection, request, done, one, cancellationToken);
            }

            if (_context.Json)
            {
                Verb.WriteJson(_context, done, ProtocolJson.Default.ChangedJobs);
            }
            else
            {
                Write(request, done);
            }

            return ExitCode.Ok;
        }));
        return Command;
    }

    private void EnsureMeant(ParseResult parsed, string? one)
    {
        if (one is not null && (_filter.IsGiven(parsed) || parsed.GetValue(_all)))
        {
            throw new CliException(ExitCode.BadInput, "filter_invalid", "Give either a job's id or options that say which jobs, not both.");
        }

        if (one is null && !_filter.IsGiven(parsed) && !parsed.GetValue(_all))
        {
            throw new CliException(ExitCode.BadInput, "filter_empty",
                $"Say which jobs: an ID, or options such as --state, --queue or --until. 'isaa jobs list' takes the same options and shows what they mean; --all means every job.");
        }
    }

    private async Task<ChangedJobs> SendAsync(Connection connection, ChangeJobs request, CancellationToken cancellationToken)
    {
        var sum = await connection.Client.ChangeJobsAsync(request, cancellationToken);
        while (sum.Next is { } next)
        {
            if (!_context.Json)
            {
                _context.Screen.Error.MarkupLine($"[dim]{Measure.Count(sum.Changed)} {_words.Did} so far[/]");
            }

            var part = await connection.Client.ChangeJobsAsync(request with { Next = next }, cancellationToken);
            sum = part with { Changed = sum.Changed + part.Changed, Skipped = sum.Skipped + part.Skipped };
        }

        return sum;
    }

    private void Write(ChangeJobs request, ChangedJobs done)
    {
        var jobs = Measure.Plural(done.Changed, "job");
        if (request.DryRun)
        {
            var states = string.Join(", ", (done.States ?? new Dictionary<string, long>()).Select(s => $"{Measure.Count(s.Value)} {s.Key}"));
            _context.Screen.Out.MarkupLine($"{jobs} would be {_words.Did}{(states.Length > 0 ? $": {states}" : "")}");
        }
        else
        {
            _context.Screen.Out.MarkupLine(done.Changed > 0 ? $"[green]✓[/] {jobs} {_words.Did}" : $"No job {_words.Did}");
        }

        if (done.Skipped > 0)
        {
            _context.Screen.Error.MarkupLine($"[dim]{Measure.Plural(done.Skipped, "job")} left as {(done.Skipped == 1 ? "it is" : "they are")}: {_words.Needs}[/]");
        }
    }

    private async Task<int> FinishOneAsync(Connection connection, ChangeJobs request, ChangedJobs done, string id, CancellationToken cancellationToken)
    {
        var isGone = request.Action == JobActions.Delete && done.Changed > 0;
        var job = isGone ? null : (await connection.Client.GetJobAsync(id, cancellationToken)).Job;
        if (job is not null && done.Changed == 0)
        {
            throw new CliException(ExitCode.BadInput, "job_state_conflict", $"Job {JobReference.Short(id)} is {job.State}: {_words.Needs}.");
        }

        if (_context.Json)
        {
            if (job is null)
            {
                Verb.WriteJson(_context, done, ProtocolJson.Default.ChangedJobs);
            }
            else
            {
                Verb.WriteJson(_context, job, ProtocolJson.Default.JobView);
            }

            return ExitCode.Ok;
        }

        _context.Screen.Out.MarkupLine(job switch
        {
            null => $"[green]✓[/] {JobReference.Short(id)} is deleted",
            { State: JobStates.Active } when request.Action == JobActions.Cancel => $"[yellow]…[/] {JobReference.Short(id)} is being told to stop",
            _ => $"[green]✓[/] {JobReference.Short(id)} is {JobState.Markup(job.State)}",
        });
        if (request.Action == JobActions.Retry && connection.IsHosted)
        {
            _context.Screen.Error.MarkupLine($"[dim]No server runs here: 'isaa serve' takes it up, or now: isaa run --resume {JobReference.Short(id)}[/]");
        }

        return ExitCode.Ok;
    }
}
