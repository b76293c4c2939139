using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;

namespace Isaa.Cli.Commands;

internal static class JobsListCommand
{
    private const int Most = 500;

    public static Command Create(CliContext context)
    {
        var state = new Option<string[]>("--state") { Description = $"Only jobs in this state; may be given several times: {string.Join(", ", JobStates.All)}", HelpName = "STATE" };
        var kind = new Option<string?>("--kind") { Description = "Only jobs of this kind, for example agent.run", HelpName = "KIND" };
        var queue = new Option<string?>("--queue") { Description = "Only jobs of this queue", HelpName = "QUEUE" };
        var before = new Option<string?>("--before") { Description = "Only jobs added before this one, to read on", HelpName = "ID" };
        var limit = new Option<int>("--limit") { Description = $"At most this many, 1 to {Most}", HelpName = "N", DefaultValueFactory = _ => 25 };
        var command = new Command("list", "Lists jobs, newest first") { state, kind, queue, before, limit };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var filter = new JobFilter
            {
                States = parsed.GetValue(state) ?? [],
                Kind = parsed.GetValue(kind),
                Queue = parsed.GetValue(queue),
                Before = parsed.GetValue(before) is { } id ? await JobReference.ResolveAsync(connection.Client, id, cancellationToken) : null,
                Limit = parsed.GetValue(limit),
            };
            var page = await connection.Client.ListJobsAsync(filter, cancellationToken);
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
}
