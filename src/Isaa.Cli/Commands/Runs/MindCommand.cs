using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Agents.Minds;

namespace Isaa.Cli.Commands.Runs;

/// <summary>What agents keep in mind beside their runs.</summary>
internal static class MindCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The agent's name" };
        var forget = new Option<string?>("--forget") { Description = "Takes the entry with this id off first", HelpName = "ID" };
        var command = new Command("mind", "Shows what an agent keeps in mind: goals, promises, notes, learnings and its newest runs") { name, forget };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var agent = parsed.GetRequiredValue(name);
            return Write(context, parsed.GetValue(forget) is { } entry
                ? await connection.Client.Minds.ForgetAsync(agent, entry, cancellationToken)
                : await connection.Client.Minds.GetAsync(agent, cancellationToken));
        }));
        return command;
    }

    public static Command Promote(CliContext context)
    {
        var id = new Argument<string>("ID") { Description = "The run's id, or the beginning or the end of it" };
        var project = new Option<string?>("--project") { Description = "The project they hold for; everywhere without it", HelpName = "NAME" };
        var command = new Command("promote", "Makes the notes of a run that has ended into learnings of its agent") { id, project };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var run = await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken);
            return Write(context, await connection.Client.Minds.PromoteAsync(run, parsed.GetValue(project), cancellationToken));
        }));
        return command;
    }

    private static int Write(CliContext context, AgentMindView mind)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, mind, ProtocolJson.Default.AgentMindView);
            return ExitCode.Ok;
        }

        Line(context, $"{mind.Agent}{(mind.Project is { } project ? $" · project {project}" : "")}{(mind.Issue is { } issue ? $" · issue {issue}" : "")} · changed {mind.Edition} times");
        Section(context, "goals", mind.Goals);
        Section(context, "promises", mind.Promises);
        Section(context, "notes", mind.Notes);
        Section(context, "learnings", mind.Learnings);
        if (mind.Activities.Count > 0)
        {
            Line(context, "activities:");
            foreach (var run in mind.Activities)
            {
                Line(context, $"  {JobReference.Short(run.Id)}  {run.State}  {run.Label}");
            }
        }

        return ExitCode.Ok;
    }

    private static void Section(CliContext context, string title, IReadOnlyList<AgentMemoryView> items)
    {
        if (items.Count > 0)
        {
            Line(context, $"{title}:");
        }

        foreach (var item in items)
        {
            Line(context, $"  {item.Id}  {item.Text}{(item.Project is { } project ? $" ({project})" : "")}{(item.KeptAt is not null ? " (kept)" : "")}");
        }
    }

    private static void Line(CliContext context, string text) => context.Screen.Writer.WriteLine(SafeText.Clean(text));
}
