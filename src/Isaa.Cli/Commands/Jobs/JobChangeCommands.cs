using System.CommandLine;
using Isaa.Cli.Filtering;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Jobs.Changes;

namespace Isaa.Cli.Commands.Jobs;

/// <summary>The verbs that change one job or many.</summary>
internal static class JobChangeCommands
{
    private static readonly JobFilter Unset = new();

    public static Command[] Create(CliContext context) =>
        [Cancel(context), Retry(context), Promote(context), Reprioritise(context), Reschedule(context), Delete(context)];

    private static Command Cancel(CliContext context)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; kept with the job", HelpName = "TEXT" };
        var words = new ChangeVerb.Words("cancel", "Cancels jobs; those that are being worked on are told and end soon", "cancelled or told to stop",
            "only a job that has not ended can be cancelled");
        return new ChangeVerb(context, words, reason).Sending(parsed => new ChangeJobs
        {
            Action = JobActions.Cancel,
            Filter = Unset,
            Reason = parsed.GetValue(reason) ?? "Cancelled with 'isaa jobs cancel'.",
        });
    }

    private static Command Retry(CliContext context)
    {
        var perSecond = new Option<double?>("--per-second") { Description = "So many run again in each second, the rest later", HelpName = "N" };
        var at = new Option<string?>("--at") { Description = $"Not before this time: {TimeText.Forms}", HelpName = "TIME" };
        var words = new ChangeVerb.Words("retry", "Makes failed, cancelled and dead jobs run again; their finished steps are kept", "made ready again",
            "only a job that has failed, was cancelled or is dead can be retried");
        return new ChangeVerb(context, words, perSecond, at).Sending(parsed => new ChangeJobs
        {
            Action = JobActions.Retry,
            Filter = Unset,
            PerSecond = parsed.GetValue(perSecond),
            At = parsed.GetValue(at) is { } time ? TimeText.Read("--at", time, context.Host.Time.GetUtcNow()) : null,
        });
    }

    private static Command Promote(CliContext context)
    {
        var words = new ChangeVerb.Words("promote", "Makes delayed jobs ready now", "made ready", "only a delayed job can be promoted");
        return new ChangeVerb(context, words).Sending(_ => new ChangeJobs { Action = JobActions.Promote, Filter = Unset });
    }

    private static Command Reprioritise(CliContext context)
    {
        var to = new Option<int>("--to") { Description = "The new priority: lower runs first, 0 is normal", HelpName = "N", Required = true };
        var words = new ChangeVerb.Words("reprioritise", "Gives jobs another priority", "given the priority",
            "only a job that has not ended and has another priority can be given this one");
        return new ChangeVerb(context, words, to).Sending(parsed => new ChangeJobs
        {
            Action = JobActions.Reprioritise,
            Filter = Unset,
            Priority = parsed.GetRequiredValue(to),
        });
    }

    private static Command Reschedule(CliContext context)
    {
        var to = new Option<string>("--to") { Description = $"The new time: {TimeText.Forms}", HelpName = "TIME", Required = true };
        var words = new ChangeVerb.Words("reschedule", "Gives jobs that have not started another time", "given the time",
            "only a job that waits, is ready or delayed can be rescheduled");
        return new ChangeVerb(context, words, to).Sending(parsed => new ChangeJobs
        {
            Action = JobActions.Reschedule,
            Filter = Unset,
            At = TimeText.Read("--to", parsed.GetRequiredValue(to), context.Host.Time.GetUtcNow()),
        });
    }

    private static Command Delete(CliContext context)
    {
        var words = new ChangeVerb.Words("delete", "Deletes jobs with their results, steps and events; what has not ended is cancelled first", "deleted",
            "a job that is being worked on, or whose result another job may still read, stays");
        return new ChangeVerb(context, words).Sending(_ => new ChangeJobs { Action = JobActions.Delete, Filter = Unset });
    }
}
