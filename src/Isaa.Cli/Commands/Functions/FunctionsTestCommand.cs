using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsTestCommand
{
    public static Command Create(CliContext context)
    {
        var name = FunctionsVerbs.Reference();
        var command = new Command("test", "Runs the tests kept with a function") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.Functions.TestAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.FunctionTestPage);
            }
            else
            {
                FunctionTable.Write(context, page);
            }

            return page.IsPassed ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }
}
