using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Logging;

/// <summary>
/// An owner-only text file, one entry a line (an exception indented below it). Several processes may append at once. When it has grown to its limit it
/// is kept under a number and a new one begun; a log that cannot be written never stops the work.
/// </summary>
/// <param name="folder">Makes the folder and names it.</param>
/// <param name="time">Times the entries.</param>
/// <param name="limit">The size at which a new file is begun. Default 5 MiB.</param>
internal sealed class LogFile(Func<string> folder, TimeProvider time, long limit = 5 * 1024 * 1024) : IDisposable
{
    public const string Name = "isaa.log";

    private const int Kept = 3;

    private readonly Lock _gate = new();
    private FileStream? _stream;

    public void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Word(level)} {category} [{Environment.ProcessId}] ")
            .Append(OneLine(message)).Append('\n');
        if (exception is not null)
        {
            text.Append("    ").Append(exception.ToString().ReplaceLineEndings("\n    ")).Append('\n');
        }

        lock (_gate)
        {
            try
            {
                Append(Encoding.UTF8.GetBytes(text.ToString()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _stream?.Dispose();
                _stream = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    private void Append(byte[] bytes)
    {
        _stream ??= Open(Path.Combine(folder(), Name));
        if (_stream.Length >= limit)
        {
            var path = _stream.Name;
            _stream.Dispose();
            _stream = null;
            Roll(path);
            _stream = Open(path);
        }

        _stream.Write(bytes);
        _stream.Flush();
    }

    // Another process may have begun a new file already; then there is nothing to move.
    private void Roll(string path)
    {
        if (new FileInfo(path) is not { Exists: true } file || file.Length < limit)
        {
            return;
        }

        for (var number = Kept - 1; number >= 1; number--)
        {
            if (File.Exists($"{path}.{number}"))
            {
                File.Move($"{path}.{number}", $"{path}.{number + 1}", overwrite: true);
            }
        }

        File.Move(path, $"{path}.1", overwrite: true);
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // A line break inside a message could pass for an entry of its own.
    private static string OneLine(string message) => message.ReplaceLineEndings(" ↵ ");

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
