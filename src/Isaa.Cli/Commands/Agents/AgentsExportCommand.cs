using System.CommandLine;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsExportCommand
{
    public static Command Create(CliContext context)
    {
        var name = AgentsVerbs.Reference();
        var network = new Option<bool>("--network") { Description = "With all agents and saved personas it works with" };
        var file = new Option<string?>("--to") { Description = "Write it into this file; else it goes to standard output", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there" };
        var command = new Command("export", "Writes an agent as a file that import and add read") { name, network, file, force };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = (await connection.Client.Agents.ExportAsync(parsed.GetRequiredValue(name), parsed.GetValue(network), cancellationToken)).File;
            if (parsed.GetValue(file) is { } place)
            {
                Write(context, Path.GetFullPath(place, context.Host.CurrentFolder), text, parsed.GetValue(force));
            }
            else
            {
                context.Screen.Writer.Write(text);
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Write(CliContext context, string path, string text, bool replaces)
    {
        if (!replaces && File.Exists(path))
        {
            throw new CliException(ExitCode.BadInput, "file_exists", $"{path} exists already; --force replaces it.");
        }

        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.BadInput, "file_unwritable", $"{path} cannot be written: {e.Message}");
        }

        context.Screen.Writer.WriteLine(path);
    }
}
