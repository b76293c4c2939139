using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsShowCommand
{
    public static Command Create(CliContext context)
    {
        var name = FunctionsVerbs.Reference();
        var command = new Command("show", "Shows a function with its code, its tests and what was decided about it") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var detail = await connection.Client.Functions.GetAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.FunctionDetailView);
            }
            else
            {
                FunctionTable.Write(context, detail);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
