using System.CommandLine;
using Isaa.Cli.Terminal;
using Spectre.Console;

namespace Isaa.Cli.Commands.Backups;

internal static class BackupCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The new file; there must be none of this name yet" };
        var command = new Command("backup", "Writes the SQLite store into a file, while the server goes on, and looks through the copy") { file };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (File.Exists(path))
            {
                throw new CliException(ExitCode.BadInput, "backup_exists", $"There is a file '{path}' already. Choose a name that is free; backups are never overwritten.");
            }

            var part = path + ".part";
            try
            {
                await WriteAsync(connection.Client, part, cancellationToken);
                File.Move(part, path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException(ExitCode.BadInput, "file_unwritable", $"'{path}' could not be written: {e.Message}");
            }
            finally
            {
                File.Delete(part);
            }

            context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(path, 400)} · {Measure.Count(new FileInfo(path).Length)} bytes");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static async Task WriteAsync(Protocol.Client.IsaaClient client, string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(path, options);
        await client.BackupAsync(stream, cancellationToken);
        stream.Flush(flushToDisk: true);
    }
}
