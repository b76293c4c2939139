using System.CommandLine;
using System.Globalization;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Functions.Calls;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsLogCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string?>("NAME") { Description = "Only calls of this function, or of NAME@VERSION", Arity = ArgumentArity.ZeroOrOne };
        var outcome = new Option<string?>("--outcome") { Description = "Only calls that ended so, for example memory_limit", HelpName = "OUTCOME" };
        var failed = new Option<bool>("--failed") { Description = "Only calls that gave no result" };
        var agent = new Option<string?>("--agent") { Description = "Only calls by this agent", HelpName = "NAME" };
        var session = new Option<string?>("--session") { Description = "Only calls in this session", HelpName = "ID" };
        var job = new Option<string?>("--job") { Description = "Only calls by this job", HelpName = "ID" };
        var call = new Option<string?>("--call") { Description = "Show this call", HelpName = "ID" };
        var summary = new Option<bool>("--summary") { Description = "Sum up the calls of the last 24 hours per function" };
        var before = new Option<string?>("--before") { Description = "Only calls before this one, to read on", HelpName = "ID" };
        var limit = new Option<int>("--limit") { Description = "At most this many, 1 to 500", HelpName = "N", DefaultValueFactory = _ => 25 };
        var command = new Command("log", "Lists calls of functions, newest first") { name, outcome, failed, agent, session, job, call, summary, before, limit };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            if (parsed.GetValue(call) is { } id)
            {
                return await ShowAsync(context, connection, id, cancellationToken);
            }

            if (parsed.GetValue(summary))
            {
                return await SummarizeAsync(context, connection, cancellationToken);
            }

            var (function, version) = Split(parsed.GetValue(name));
            var filter = new FunctionCallFilter
            {
                Function = function,
                Version = version,
                Outcome = parsed.GetValue(outcome),
                Failed = parsed.GetValue(failed) ? true : null,
                Agent = parsed.GetValue(agent),
                Session = parsed.GetValue(session),
                Job = parsed.GetValue(job),
                Before = parsed.GetValue(before),
                Limit = parsed.GetValue(limit),
            };
            return Write(context, await connection.Client.Functions.ListCallsAsync(filter, cancellationToken));
        }));
        return command;
    }

    private static (string? Name, int? Version) Split(string? reference)
    {
        var at = reference?.LastIndexOf('@') ?? -1;
        if (at < 0)
        {
            return (reference, null);
        }

        return int.TryParse(reference.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (reference![..at], version)
            : throw new CliException(ExitCode.BadInput, "function_unknown", $"'{reference}' is no function: after '@' stands a version number from 1, as in {reference![..at]}@1.");
    }

    private static int Write(CliContext context, FunctionCallPage page)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, page, ProtocolJson.Default.FunctionCallPage);
        }
        else
        {
            FunctionCallTable.Write(context, page);
        }

        return ExitCode.Ok;
    }

    private static async Task<int> ShowAsync(CliContext context, Connection connection, string id, CancellationToken cancellationToken)
    {
        var found = await connection.Client.Functions.GetCallAsync(id, cancellationToken);
        if (context.Json)
        {
            Verb.WriteJson(context, found, ProtocolJson.Default.FunctionCallView);
        }
        else
        {
            FunctionCallTable.Write(context, found);
        }

        return ExitCode.Ok;
    }

    private static async Task<int> SummarizeAsync(CliContext context, Connection connection, CancellationToken cancellationToken)
    {
        var page = await connection.Client.Functions.SummarizeAsync(cancellationToken: cancellationToken);
        if (context.Json)
        {
            Verb.WriteJson(context, page, ProtocolJson.Default.FunctionSummaryPage);
        }
        else
        {
            FunctionCallTable.Write(context, page);
        }

        return ExitCode.Ok;
    }
}
