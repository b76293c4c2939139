using System.Globalization;
using Isaa.Cli.Commands;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Queues;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>Queues, their groups and rules.</summary>
internal static class QueueTable
{
    public static void Write(CliContext context, QueuePage page)
    {
        if (page.Queues.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No queues yet. A queue is there once a job was added to it or it was given settings.[/]");
            return;
        }

        var hasTenants = page.Queues.Any(q => q.Tenant != "default");
        var now = context.Host.Time.GetUtcNow();
        var table = PlainTable.Create("QUEUE", "STATE", "READY", "DELAYED", "ACTIVE", "WAITING", "FAILED", "OLDEST", "WAIT 50/95 %", "RUN 50/95 %");
        foreach (var queue in page.Queues)
        {
            table.AddRow(
                new Text(SafeText.Line(hasTenants ? $"{queue.Tenant}/{queue.Name}" : queue.Name, 40)),
                new Markup(StateOf(queue, now)),
                Count(queue, JobStates.Ready),
                Count(queue, JobStates.Delayed),
                Count(queue, JobStates.Active),
                Count(queue, JobStates.Waiting, JobStates.WaitingChildren, JobStates.WaitingSignal),
                Count(queue, JobStates.Failed, JobStates.Dead),
                new Text(queue.Figures.OldestReadyAt is { } oldest ? Measure.Duration(now - oldest) : ""),
                new Text(Spread(queue.Figures.WaitMedian, queue.Figures.Wait95)),
                new Text(Spread(queue.Figures.RunMedian, queue.Figures.Run95)));
        }

        context.Screen.Out.Write(table);
        foreach (var (queue, jobs) in page.Queues.SelectMany(queue => queue.Unserved.Select(jobs => (queue, jobs))))
        {
            var requires = jobs.Requires.Count == 0 ? "" : $" that require {string.Join(", ", jobs.Requires)}";
            context.Screen.Error.MarkupLine(
                $"[yellow]No living worker takes[/] {SafeText.Markup($"{Measure.Plural(jobs.Count, "job")} of kind {jobs.Kind} in queue {queue.Name}{requires}", 400)}");
        }

        if (page.PausedKinds.Count > 0)
        {
            context.Screen.Error.MarkupLine($"[yellow]Paused kinds:[/] {SafeText.Markup(string.Join(", ", page.PausedKinds), 400)}");
        }
    }

    public static void WriteOne(CliContext context, QueueView queue)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, queue, ProtocolJson.Default.QueueView);
            return;
        }

        context.Screen.Out.MarkupLine($"[green]✓[/] queue {SafeText.Markup(queue.Name, 100)}: {Limits(queue.Limits.Concurrency, queue.Limits.Rate)}; "
            + $"each group: {Limits(queue.Limits.GroupConcurrency, queue.Limits.GroupRate)}");
    }

    public static void WriteGroups(CliContext context, GroupPage page)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, page, ProtocolJson.Default.GroupPage);
            return;
        }

        var now = context.Host.Time.GetUtcNow();
        var table = PlainTable.Create("GROUP", "STATE", "ACTIVE", "OPEN", "HELD", "LIMITS");
        foreach (var group in page.Groups)
        {
            var limits = Limits(group.Limits.Concurrency, group.Limits.Rate);
            table.AddRow(
                new Text(SafeText.Line(group.Key, 60)),
                new Markup(State(group.IsPaused, group.BlockedUntil, now)),
                new Text(Measure.Count(group.Active)),
                new Text(Measure.Count(group.Open)),
                new Text(Measure.Count(group.Held)),
                new Text(group.IsStrictFifo ? $"strictly one after the other, {limits}" : limits));
        }

        context.Screen.Out.Write(table);
        if (page.Next is { } next)
        {
            context.Screen.Error.MarkupLine($"[dim]More: --after {SafeText.Markup(next, 200)}[/]");
        }
    }

    public static void WriteRetention(CliContext context, RetentionPage page)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, page, ProtocolJson.Default.RetentionPage);
            return;
        }

        var table = PlainTable.Create("ENDED", "KEPT", "RULE");
        foreach (var rule in page.Rules)
        {
            table.AddRow(new Markup(JobState.Markup(rule.State)), new Text(Kept(rule)), new Text(rule.IsOwn ? "its own" : "default"));
        }

        context.Screen.Out.Write(table);
    }

    private static string Kept(RetentionView rule)
    {
        var limits = new List<string>();
        if (rule.AgeSeconds is { } age)
        {
            limits.Add(Measure.Duration(TimeSpan.FromSeconds(age)));
        }

        if (rule.Count is { } count)
        {
            limits.Add($"the newest {Measure.Count(count)}");
        }

        if (rule.Bytes is { } bytes)
        {
            limits.Add($"the newest {Measure.Count(bytes)} bytes");
        }

        return limits.Count == 0 ? "for ever" : string.Join(", at most ", limits);
    }

    private static string StateOf(QueueView queue, DateTimeOffset now) => State(queue.IsPaused, queue.BlockedUntil, now);

    private static string State(bool isPaused, DateTimeOffset? blockedUntil, DateTimeOffset now) =>
        isPaused ? "[yellow]paused[/]" : blockedUntil > now ? $"[yellow]held back {Measure.Duration(blockedUntil.Value - now)}[/]" : "[green]open[/]";

    private static Text Count(QueueView queue, params ReadOnlySpan<string> states)
    {
        var sum = 0L;
        foreach (var state in states)
        {
            sum += queue.States.TryGetValue(state, out var count) ? count : 0;
        }

        return new Text(sum == 0 ? "" : Measure.Count(sum));
    }

    private static string Spread(double? median, double? most) =>
        median is { } half && most is { } nearlyAll ? $"{Measure.Duration(TimeSpan.FromSeconds(half))} / {Measure.Duration(TimeSpan.FromSeconds(nearlyAll))}" : "";

    private static string Limits(int? concurrency, RateView? rate)
    {
        var speed = rate is null ? null : string.Create(CultureInfo.InvariantCulture,
            $"{rate.Jobs} in {Measure.Duration(TimeSpan.FromSeconds(rate.Seconds))}{(rate.Burst is { } burst ? $", burst {burst}" : "")}");
        return (concurrency, speed) switch
        {
            (null, null) => "no limit",
            ({ } count, null) => $"{count} at once",
            (null, _) => speed,
            ({ } count, _) => $"{count} at once, {speed}",
        };
    }
}
