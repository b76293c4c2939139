using System.CommandLine;
using Isaa.Cli.Filtering;
using Isaa.Cli.Rendering;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli.Commands.Jobs;

internal static class JobsCountCommand
{
    public static Command Create(CliContext context)
    {
        var filter = new FilterOptions();
        var command = new Command("count", "Counts jobs by state");
        filter.AddTo(command);
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var counts = await connection.Client.CountJobsAsync(filter.Read(parsed, context.Host.Time.GetUtcNow()), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, counts, ProtocolJson.Default.JobCounts);
                return ExitCode.Ok;
            }

            var table = PlainTable.Create("STATE", "JOBS");
            foreach (var (state, count) in counts.States)
            {
                table.AddRow(new Markup(JobState.Markup(state)), new Text(Measure.Count(count)));
            }

            table.AddRow(new Text("all"), new Text(Measure.Count(counts.States.Values.Sum())));
            context.Screen.Out.Write(table);
            return ExitCode.Ok;
        }));
        return command;
    }
}
