using System.CommandLine;
using Isaa.Cli.Rendering;
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
                await WriteAsync(context, connection.Client, part, cancellationToken);
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

            if (context.Json)
            {
                Verb.WriteJson(context, new JsonBackup { File = path, Bytes = new FileInfo(path).Length }, CliJson.Default.JsonBackup);
                return ExitCode.Ok;
            }

            context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(path, 400)} · {Measure.Count(new FileInfo(path).Length)} bytes");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static async Task WriteAsync(CliContext context, Protocol.Client.IsaaClient client, string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(path, options);
        var writing = client.BackupAsync(stream, cancellationToken);
        await ShowAsync(context, writing, stream, cancellationToken);
        await writing;
        stream.Flush(flushToDisk: true);
    }

    // The server copies and looks through the copy before its first byte comes.
    private static async Task ShowAsync(CliContext context, Task writing, FileStream stream, CancellationToken cancellationToken)
    {
        if (context.Json || !context.Screen.Error.Profile.Out.IsTerminal)
        {
            return;
        }

        using var line = new StatusLine(context.Screen.Error);
        var began = context.Host.Time.GetTimestamp();
        while (!writing.IsCompleted)
        {
            var doing = stream.Length == 0 ? "The server copies its store and looks through the copy" : $"{Measure.Count(stream.Length)} bytes have come";
            line.Draw(doing, Measure.Ticking(context.Host.Time.GetElapsedTime(began)));
            await Task.WhenAny(writing, Task.Delay(TimeSpan.FromMilliseconds(100), context.Host.Time, cancellationToken));
        }

        line.Erase();
    }
}
