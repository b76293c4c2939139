using System.CommandLine;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli.Commands;

internal static class AgentsAddCommand
{
    private const long LargestFile = 512 * 1024;

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The definition as YAML or JSON; - reads standard input" };
        var command = new Command("add", "Adds an agent from a file, or a new version of it") { file };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await ReadAsync(context, parsed.GetRequiredValue(file), cancellationToken);
            var detail = await connection.Client.AddAgentAsync(text, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.AgentDetailView);
            }
            else
            {
                context.Screen.Out.MarkupLine($"[green]✓[/] {Terminal.SafeText.Markup(detail.Agent.Name)} is at version {detail.Agent.Version}");
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static async Task<string> ReadAsync(CliContext context, string file, CancellationToken cancellationToken)
    {
        if (file == "-")
        {
            return await Console.In.ReadToEndAsync(cancellationToken);
        }

        var path = Path.GetFullPath(file, context.Host.CurrentFolder);
        try
        {
            return new FileInfo(path).Length <= LargestFile
                ? await File.ReadAllTextAsync(path, cancellationToken)
                : throw new CliException(ExitCode.BadInput, "file_too_large", $"{path} is larger than {LargestFile / 1024} KiB; a definition is a short text.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException(ExitCode.NotFound, "file_unknown", $"There is no file {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.BadInput, "file_unreadable", $"{path} cannot be read: {e.Message}");
        }
    }
}
