namespace Isaa.Cli;

/// <summary>Texts that the user names by file.</summary>
internal static class InputFile
{
    private const long Largest = 512 * 1024;

    /// <summary>Reads a file, or standard input for <c>-</c>.</summary>
    public static async Task<string> ReadAsync(CliContext context, string file, CancellationToken cancellationToken)
    {
        if (file == "-")
        {
            return await Console.In.ReadToEndAsync(cancellationToken);
        }

        var path = Path.GetFullPath(file, context.Host.CurrentFolder);
        try
        {
            return new FileInfo(path).Length <= Largest
                ? await File.ReadAllTextAsync(path, cancellationToken)
                : throw new CliException(ExitCode.BadInput, "file_too_large", $"{path} is larger than {Largest / 1024} KiB; a definition is a short text.");
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
