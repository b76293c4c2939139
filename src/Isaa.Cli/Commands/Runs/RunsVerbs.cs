using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Filtering;
using Isaa.Cli.Rendering;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Client;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Runs;

namespace Isaa.Cli.Commands.Runs;

/// <summary>The verbs about runs of agents.</summary>
internal static class RunsVerbs
{
    private const string Kind = "agent.run";

    public static Command Create(CliContext context) => new("runs", "Looks at runs of agents and guides them")
    {
        List(context), Show(context), Watch(context), Pause(context), Resume(context), Steer(context), Cancel(context), Fork(context), MindCommand.Promote(context),
    };

    private static Command List(CliContext context)
    {
        var filter = new FilterOptions();
        var resumable = new Option<bool>("--resumable") { Description = "Only runs that can be resumed: those that wait for a person, failed or were cancelled" };
        var limit = new Option<int>("--limit") { Description = "At most this many, 1 to 500", HelpName = "N", DefaultValueFactory = _ => 25 };
        var command = new Command("list", "Lists runs, newest first; with filters it is a search") { resumable, limit };
        filter.AddTo(command);
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var wanted = filter.Read(parsed, context.Host.Time.GetUtcNow()) with { Kind = Kind };
            if (parsed.GetValue(resumable))
            {
                wanted = wanted with { States = [JobStates.WaitingSignal, JobStates.Failed, JobStates.Cancelled, JobStates.Dead] };
            }

            var page = await connection.Client.ListJobsAsync(wanted, null, parsed.GetValue(limit), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.JobPage);
            }
            else
            {
                JobTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Show(CliContext context)
    {
        var command = OfRun(context, "show", "Shows how a run stands: its plan, tools, errors, files and result", [], async (client, id, _, cancellationToken) =>
        {
            var status = await client.Runs.GetAsync(id, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, status, ProtocolJson.Default.RunStatus);
            }
            else
            {
                context.Screen.Writer.WriteLine(SafeText.Clean(status.ToText()));
            }

            return ExitCode.Ok;
        });
        command.Aliases.Add("status");
        return command;
    }

    private static Command Watch(CliContext context)
    {
        var command = JobsWatchCommand.Create(context);
        command.Description = "Follows a run until it has ended; one that has ended is replayed from its events, without a model call. --after takes a cursor to begin behind";
        command.Aliases.Add("replay");
        return command;
    }

    private static Command Pause(CliContext context)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; kept with the run", HelpName = "TEXT" };
        return OfRun(context, "pause", "Tells a run to pause at the end of its turn; it gives its slot back", [reason], (client, id, parsed, cancellationToken) =>
            SayAsync(context, client.Runs.PauseAsync(id, parsed.GetValue(reason), cancellationToken), "is told to pause"));
    }

    private static Command Resume(CliContext context)
    {
        var text = new Option<string?>("--say") { Description = "What its model is told with it", HelpName = "TEXT" };
        return OfRun(context, "resume", "Lets a run go on where it stopped: a paused one, or one that failed or was cancelled", [text], (client, id, parsed, cancellationToken) =>
            SayAsync(context, client.Runs.ResumeAsync(id, parsed.GetValue(text), cancellationToken), "may go on"));
    }

    private static Command Steer(CliContext context)
    {
        var text = new Argument<string>("TEXT") { Description = "What its model is told before its next turn" };
        var command = OfRun(context, "steer", "Speaks to a run while it goes on", [], (client, id, parsed, cancellationToken) =>
            SayAsync(context, client.Runs.SteerAsync(id, parsed.GetRequiredValue(text), cancellationToken), "will be told"));
        command.Arguments.Add(text);
        return command;
    }

    private static Command Cancel(CliContext context)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; kept with the run", HelpName = "TEXT" };
        return OfRun(context, "cancel", "Cancels a run; a call that is under way is interrupted", [reason], (client, id, parsed, cancellationToken) =>
            SayAsync(context, client.CancelJobAsync(id, parsed.GetValue(reason), cancellationToken), "is cancelled or is being told to stop"));
    }

    private static Command Fork(CliContext context)
    {
        var turn = new Option<int?>("--turn") { Description = "The last turn that is taken over; 0 keeps only what the user said. All without it", HelpName = "N" };
        var text = new Option<string?>("--say") { Description = "What the new run is told", HelpName = "TEXT" };
        var model = new Option<string?>("--model") { Description = "The model in place of the old run's", HelpName = "PROVIDER/MODEL" };
        return OfRun(context, "fork", "Goes another way from a turn of a run: a new run in a new session; the old one stays", [turn, text, model], async (client, id, parsed, cancellationToken) =>
        {
            var fork = new ForkRun { Turn = parsed.GetValue(turn), Task = parsed.GetValue(text), Model = parsed.GetValue(model) };
            var started = await client.Runs.ForkAsync(id, fork, cancellationToken);
            return await SayAsync(context, Task.FromResult(started.Job), "is the new run");
        });
    }

    private static Command OfRun(CliContext context, string name, string description, IReadOnlyList<Option> options, Func<IsaaClient, string, ParseResult, CancellationToken, Task<int>> work)
    {
        var id = new Argument<string>("ID") { Description = "The run's id, or the beginning or the end of it" };
        var command = new Command(name, description) { id };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
            await work(connection.Client, await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken), parsed, cancellationToken)));
        return command;
    }

    private static async Task<int> SayAsync(CliContext context, Task<JobView> sent, string did)
    {
        var job = await sent;
        if (context.Json)
        {
            Verb.WriteJson(context, job, ProtocolJson.Default.JobView);
        }
        else
        {
            context.Screen.Writer.WriteLine($"{JobReference.Short(job.Id)} {did} ({job.State})");
        }

        return ExitCode.Ok;
    }
}
