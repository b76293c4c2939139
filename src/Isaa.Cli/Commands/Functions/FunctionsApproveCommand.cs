using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Functions;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsApproveCommand
{
    public static Command Create(CliContext context)
    {
        var name = FunctionsVerbs.Reference();
        var hash = new Option<string?>("--hash") { Description = "The hash of what you have read; another one in the store is refused", HelpName = "HASH" };
        var refuse = new Option<bool>("--refuse") { Description = "Refuse it instead, also when it was accepted before" };
        var note = new Option<string?>("--note") { Description = "Why, kept with the decision", HelpName = "TEXT" };
        var command = new Command("approve", "Accepts a version of a function, so that it may be called") { name, hash, refuse, note };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var seen = await connection.Client.Functions.GetAsync(parsed.GetRequiredValue(name), cancellationToken);
            var decision = new DecideFunction
            {
                IsAccepted = !parsed.GetValue(refuse),
                Hash = parsed.GetValue(hash) ?? seen.Function.Hash,
                By = FunctionSource.Person(context),
                Note = parsed.GetValue(note),
            };
            var detail = await connection.Client.Functions.DecideAsync($"{seen.Function.Name}@{seen.Function.Version}", decision, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.FunctionDetailView);
            }
            else
            {
                FunctionTable.WriteDecided(context, detail.Function);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
