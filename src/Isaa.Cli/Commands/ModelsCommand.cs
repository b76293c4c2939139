using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class ModelsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("models", "Says which models are ready and what is missing");
        command.SetAction((_, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.ListModelsAsync(cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.ModelPage);
            }
            else
            {
                ModelTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
