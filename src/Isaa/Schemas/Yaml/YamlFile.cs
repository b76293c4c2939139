using Isaa.Diagnostics;

namespace Isaa.Schemas.Yaml;

/// <summary>A file that is read again when it has changed. Thread safe.</summary>
/// <param name="path">The file; null when there is none.</param>
/// <param name="parse">Makes the value from the whole text.</param>
/// <param name="missing">The value while the file does not exist.</param>
internal sealed class YamlFile<T>(string? path, Func<string, T> parse, T missing)
{
    private (DateTime Written, long Length, T Value)? _read;
    private readonly Lock _lock = new();

    /// <exception cref="IsaaException"><c>file_unreadable</c>, and what the parser throws.</exception>
    public T Read()
    {
        if (path is null)
        {
            return missing;
        }

        lock (_lock)
        {
            try
            {
                return ReadFile(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new IsaaException("file_unreadable", $"{path} cannot be read: {exception.Message}", exception);
            }
        }
    }

    private T ReadFile(string existing)
    {
        var file = new FileInfo(existing);
        if (!file.Exists)
        {
            _read = null;
            return missing;
        }

        if (_read is not { } read || read.Written != file.LastWriteTimeUtc || read.Length != file.Length)
        {
            _read = read = (file.LastWriteTimeUtc, file.Length, parse(File.ReadAllText(existing)));
        }

        return read.Value;
    }
}
