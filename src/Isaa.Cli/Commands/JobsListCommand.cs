using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Filtering;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class JobsListCommand
{
    private const int Most = 500;

    public static Command Create(CliContext context)
    {
        var filter = new FilterOptions();
        var before = new Option<string?>("--before") { Description = "Only jobs added before this one, to read on", HelpName = "ID" };
        var limit = new Option<int>("--limit") { Description = $"At most this many, 1 to {Most}", HelpName = "N", DefaultValueFactory = _ => 25 };
        var command = new Command("list", "Lists jobs, newest first; with filters it is a search") { before, limit };
        filter.AddTo(command);
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var wanted = filter.Read(parsed, context.Host.Time.GetUtcNow());
            var place = parsed.GetValue(before) is { } id ? await PlaceAsync(connection, id, cancellationToken) : null;
            var page = await connection.Client.ListJobsAsync(wanted, place, parsed.GetValue(limit), cancellationToken);
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

    // What a page gives to read on, or a job as people name it.
    private static async Task<string> PlaceAsync(Connection connection, string text, CancellationToken cancellationToken) =>
        text.StartsWith('@') ? text[1..] : await JobReference.ResolveAsync(connection.Client, text, cancellationToken);
}
