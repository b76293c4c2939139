using System.CommandLine;
using System.Text.Json;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Functions;
using Isaa.Protocol.Runs;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsRunCommand
{
    public static Command Create(CliContext context)
    {
        var name = FunctionsVerbs.Reference();
        var input = new Argument<string?>("INPUT") { Description = "The input as a JSON object; without it an empty one", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--input") { Description = "Read the input from a file; - reads standard input", HelpName = "FILE" };
        var key = new Option<string?>("--key") { Description = "Answer a second call with the same key with the first one's result", HelpName = "KEY" };
        var session = new Option<string?>("--session") { Description = "The session the function is told of", HelpName = "ID" };
        var job = new Option<bool>("--job") { Description = "Add the call as a job and return its id; a worker does it" };
        var command = new Command("run", "Calls a function in the sandbox") { name, input, file, key, session, job };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = parsed.GetValue(file) is { } path ? await InputFile.ReadAsync(context, path, cancellationToken) : parsed.GetValue(input);
            var request = new RunFunction { Input = text is null ? null : Read(text), Key = parsed.GetValue(key), Session = parsed.GetValue(session) };
            var reference = parsed.GetRequiredValue(name);
            return parsed.GetValue(job)
                ? WriteStarted(context, await connection.Client.Functions.EnqueueAsync(reference, request, cancellationToken))
                : await RunAsync(context, connection, reference, request, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, Connection connection, string reference, RunFunction request, CancellationToken cancellationToken)
    {
        var call = await connection.Client.Functions.RunAsync(reference, request, cancellationToken);
        if (context.Json)
        {
            Verb.WriteJson(context, call, ProtocolJson.Default.FunctionCallView);
        }
        else
        {
            FunctionCallTable.WriteResult(context, call);
        }

        return call.Outcome == "completed" ? ExitCode.Ok : ExitCode.Failed;
    }

    private static int WriteStarted(CliContext context, StartedRun started)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, started, ProtocolJson.Default.StartedRun);
        }
        else
        {
            context.Screen.Writer.WriteLine(started.Job.Id);
        }

        return ExitCode.Ok;
    }

    private static JsonElement Read(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new CliException(
                ExitCode.BadInput, "input_invalid", $"The input is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. An object is expected, such as '{{\"text\": \"a b\"}}'.");
        }
    }
}
