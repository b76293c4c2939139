using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;
using Isaa.Protocol.Usage;

namespace Isaa.Cli.Commands.Agents;

internal static class UsageCommand
{
    public static Command Create(CliContext context)
    {
        var by = new Option<string>("--by") { Description = "day, agent, session, run, model, or call for each call of one run", HelpName = "WHAT", DefaultValueFactory = _ => "day" };
        var agent = new Option<string?>("--agent") { Description = "Only of this agent", HelpName = "NAME" };
        var session = new Option<string?>("--session") { Description = "Only in this session", HelpName = "SESSION" };
        var run = new Option<string?>("--run") { Description = "Only of this run: its id, or the beginning or the end of it", HelpName = "ID" };
        var model = new Option<string?>("--model") { Description = "Only to this model", HelpName = "MODEL" };
        var tenant = new Option<string?>("--tenant") { Description = "Of this tenant; without it the default one", HelpName = "NAME" };
        var from = new Option<DateOnly?>("--from") { Description = "Only on this day (UTC) or later", HelpName = "DAY" };
        var through = new Option<DateOnly?>("--through") { Description = "Only on this day (UTC) or earlier", HelpName = "DAY" };
        var command = new Command("usage", "Says what model calls used in tokens and money") { by, agent, session, run, model, tenant, from, through };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var filter = new UsageFilter
            {
                By = parsed.GetValue(by)!,
                Tenant = parsed.GetValue(tenant),
                Agent = parsed.GetValue(agent),
                Session = parsed.GetValue(session),
                Run = parsed.GetValue(run) is { } id ? await JobReference.ResolveAsync(connection.Client, id, cancellationToken) : null,
                Model = parsed.GetValue(model),
                From = parsed.GetValue(from),
                Through = parsed.GetValue(through),
            };
            var page = await connection.Client.Agents.SumUsageAsync(filter, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.UsagePage);
            }
            else
            {
                UsageTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
