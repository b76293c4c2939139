using System.CommandLine;
using Isaa.Cli.Filtering;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Jobs.Changes;
using Spectre.Console;

namespace Isaa.Cli.Commands.Queues;

/// <summary>Verbs that empty a queue: of what waits, or of what has ended.</summary>
internal static class QueueEmptyCommands
{
    public static Command Drain(CliContext context)
    {
        var queue = QueueVerb.Queue();
        var delayed = new Option<bool>("--delayed") { Description = "Delayed jobs too" };
        var (tenant, dryRun) = (QueueVerb.Tenant(), DryRun());
        var command = new Command("drain", "Cancels what waits in a queue; what runs goes on") { queue, delayed, tenant, dryRun };
        command.SetAction((parsed, _) => SendAsync(context, "cancelled", new ChangeJobs
        {
            Action = JobActions.Cancel,
            Reason = "The queue was drained.",
            DryRun = parsed.GetValue(dryRun),
            Filter = new JobFilter
            {
                Queue = parsed.GetRequiredValue(queue),
                Tenant = parsed.GetValue(tenant) ?? "default",
                States = parsed.GetValue(delayed) ? [JobStates.Waiting, JobStates.Ready, JobStates.Delayed] : [JobStates.Waiting, JobStates.Ready],
            },
        }));
        return command;
    }

    public static Command Clean(CliContext context)
    {
        var queue = QueueVerb.Queue();
        var state = new Option<string[]>("--state") { Description = "Only jobs that ended so: completed, failed, cancelled, dead; may be given several times", HelpName = "STATE" };
        var until = new Option<string?>("--ended-until") { Description = $"Only jobs that ended before this time: {TimeText.Forms}", HelpName = "TIME" };
        var (tenant, dryRun) = (QueueVerb.Tenant(), DryRun());
        var command = new Command("clean", "Deletes a queue's ended jobs") { queue, state, until, tenant, dryRun };
        command.SetAction((parsed, _) => SendAsync(context, "deleted", new ChangeJobs
        {
            Action = JobActions.Delete,
            DryRun = parsed.GetValue(dryRun),
            Filter = new JobFilter
            {
                Queue = parsed.GetRequiredValue(queue),
                Tenant = parsed.GetValue(tenant) ?? "default",
                States = ReadStates(parsed.GetValue(state) ?? []),
                FinishedBefore = parsed.GetValue(until) is { } text ? TimeText.Read("--ended-until", text, context.Host.Time.GetUtcNow()) : null,
            },
        }));
        return command;
    }

    private static string[] ReadStates(string[] states)
    {
        var ended = JobStates.All.Where(JobStates.IsFinal).ToArray();
        return states.FirstOrDefault(s => !ended.Contains(s)) is { } wrong
            ? throw new CliException(ExitCode.BadInput, "state_invalid", $"'{wrong}' is no state in which a job has ended: {string.Join(", ", ended)}.")
            : states.Length > 0 ? states : ended;
    }

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Only count what would be changed" };

    private static Task<int> SendAsync(CliContext context, string did, ChangeJobs request) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
    {
        var sum = await connection.Client.ChangeJobsAsync(request, cancellationToken);
        while (sum.Next is { } next)
        {
            var part = await connection.Client.ChangeJobsAsync(request with { Next = next }, cancellationToken);
            sum = part with { Changed = sum.Changed + part.Changed, Skipped = sum.Skipped + part.Skipped };
        }

        if (context.Json)
        {
            Verb.WriteJson(context, sum, ProtocolJson.Default.ChangedJobs);
        }
        else
        {
            context.Screen.Out.MarkupLine($"{(request.DryRun ? "" : "[green]✓[/] ")}{Measure.Plural(sum.Changed, "job")} {(request.DryRun ? "would be " : "")}{did}");
        }

        return ExitCode.Ok;
    });
}
