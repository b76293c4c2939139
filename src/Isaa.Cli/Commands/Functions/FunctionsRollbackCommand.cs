using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Functions;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsRollbackCommand
{
    public static Command Create(CliContext context)
    {
        var name = FunctionsVerbs.Name();
        var version = new Argument<int>("VERSION") { Description = "The version to go back to" };
        var command = new Command("rollback", "Makes an earlier version the newest again, as a new version") { name, version };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var request = new RollbackFunction { Version = parsed.GetValue(version), By = FunctionSource.Person(context) };
            var detail = await connection.Client.Functions.RollbackAsync(parsed.GetRequiredValue(name), request, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.FunctionDetailView);
            }
            else
            {
                FunctionTable.WriteSaved(context, detail.Function);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
