using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Functions;

internal static class FunctionsVersionsCommand
{
    public static Command Create(CliContext context)
    {
        var name = FunctionsVerbs.Name();
        var command = new Command("versions", "Lists all versions of a function, newest first") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.Functions.ListVersionsAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.FunctionPage);
            }
            else
            {
                FunctionTable.WriteVersions(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
