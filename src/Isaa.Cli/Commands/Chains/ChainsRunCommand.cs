using System.CommandLine;
using System.Text.Json;
using Isaa.Chains.Drawing;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Commands.Chains;

internal static class ChainsRunCommand
{
    public static Command Create(CliContext context)
    {
        var name = ChainsVerbs.NameArgument();
        var input = new Argument<string>("INPUT") { Description = "The data as text; - reads standard input" };
        var isJson = new Option<bool>("--input-json") { Description = "INPUT is JSON" };
        var folder = new Option<string?>("--in") { Description = "The folder the chain's agents work in", HelpName = "FOLDER" };
        var session = new Option<string?>("--session") { Description = "The session that every agent goes on with", HelpName = "SESSION" };
        var once = new Option<bool>("--accept-once") { Description = "Run this once a version that nobody accepted" };
        var detach = new Option<bool>("--detach") { Description = "Do not wait; write the run's id" };
        var command = new Command("run", "Runs a chain durably and follows it") { name, input, isJson, folder, session, once, detach };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = parsed.GetRequiredValue(input) is var given && given == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : given;
            var started = await connection.Client.Chains.StartAsync(
                parsed.GetRequiredValue(name),
                new StartChain
                {
                    Id = context.Host.Ids.Next().ToString("N"),
                    Input = ReadInput(text, parsed.GetValue(isJson)),
                    Folder = parsed.GetValue(folder) is { } path ? Path.GetFullPath(path, context.Host.CurrentFolder) : null,
                    Session = parsed.GetValue(session),
                    AcceptOnce = parsed.GetValue(once),
                },
                cancellationToken);
            return parsed.GetValue(detach) ? Detach(context, started.Job) : await FollowAsync(context, connection, started.Job, cancellationToken);
        }));
        return command;
    }

    public static JsonElement ReadInput(string text, bool isJson)
    {
        try
        {
            return isJson ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text, ProtocolJson.Default.String);
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCode.BadInput, "input_invalid", $"INPUT is no JSON: {e.Message}");
        }
    }

    private static int Detach(CliContext context, JobView job)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, job, ProtocolJson.Default.JobView);
        }
        else
        {
            context.Screen.Writer.WriteLine(job.Id);
        }

        return ExitCode.Ok;
    }

    private static async Task<int> FollowAsync(CliContext context, Connection connection, JobView job, CancellationToken cancellationToken)
    {
        connection.WorkOn(job.Id);
        var progress = new RunProgress(context.Screen, context.Host.Time);
        await progress.FollowAsync(connection.Client.WatchJobAsync(job.Id, null, cancellationToken));
        var ended = await connection.Client.GetJobAsync(job.Id, cancellationToken);
        if (!context.Json)
        {
            context.Screen.Error.Write(new Text(SafeText.Clean(ChainTree.Write(await connection.Client.Chains.DrawRunAsync(job.Id, cancellationToken)))));
            if (ended.Result?.Deserialize(ChainResultJson.Default.ChainResult) is { Text: { } text })
            {
                context.Screen.Writer.WriteLine(context.Screen.OutIsTerminal ? SafeText.Clean(text) : text);
            }
        }

        return RunReport.Write(context, ended, progress);
    }
}
