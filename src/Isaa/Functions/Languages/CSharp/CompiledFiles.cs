using System.Security.Cryptography;
using System.Text.Json;
using Isaa.Protocol.Sandbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Languages.CSharp;

/// <summary>
/// Compiled code on disk, in a folder that only the owner can enter, so that a program that runs a function once does not pay for the compiler. A file is its
/// content's SHA-256 and the content; one that does not match is not used. The oldest files go when there are too many bytes. A cache: what cannot be read or
/// written is compiled. Thread safe.
/// </summary>
internal sealed partial class CompiledFiles(RunnerFiles files, IOptions<FunctionOptions> options, ILogger<CompiledFiles> logger)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lazy<string> _compiler = new(() => $"{Environment.Version} {files.Fingerprint(CSharpLanguage.Runner)}");
    private readonly Lock _gate = new();

    /// <summary>What the compiler, as it is now, answered to the request of this key; null when that is not known.</summary>
    /// <param name="key">The hash of all of the request that the answer depends on.</param>
    public WorkerReply? Find(string key)
    {
        if (options.Value.CompiledFolder is not { } folder || PathOf(folder, key) is var path && !File.Exists(path))
        {
            return null;
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            var content = bytes.AsSpan(Math.Min(bytes.Length, SHA256.HashSizeInBytes));
            if (bytes.Length > SHA256.HashSizeInBytes && SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
            {
                return JsonSerializer.Deserialize(content, WorkerJson.Default.WorkerReply);
            }

            LogChanged(logger, path);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnusable(logger, folder, e);
        }

        return null;
    }

    /// <summary>Keeps compiled code; an answer without any is not kept.</summary>
    /// <param name="key">The hash of all of the request that the answer depends on.</param>
    /// <param name="reply">The answer.</param>
    public void Keep(string key, WorkerReply reply)
    {
        if (options.Value.CompiledFolder is not { } folder || reply is not { Outcome: "completed", Assembly: not null })
        {
            return;
        }

        try
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(reply, WorkerJson.Default.WorkerReply);
            lock (_gate)
            {
                var creating = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
                if (OperatingSystem.IsWindows())
                {
                    _ = Directory.CreateDirectory(folder);
                }
                else
                {
                    _ = Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
                    creating.UnixCreateMode = OwnerOnly;
                }

                MakeRoom(folder, content.Length);
                var path = PathOf(folder, key);
                var unfinished = $"{path}.{Environment.ProcessId}.new";
                using (var file = new FileStream(unfinished, creating))
                {
                    file.Write(SHA256.HashData(content));
                    file.Write(content);
                }

                File.Move(unfinished, path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnusable(logger, folder, e);
        }
    }

    private string PathOf(string folder, string key) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{key} {_compiler.Value}"))));

    private void MakeRoom(string folder, long bytes)
    {
        var all = new DirectoryInfo(folder).GetFiles().OrderByDescending(static file => file.LastWriteTimeUtc).ToList();
        foreach (var file in all)
        {
            bytes += file.Length;
            if (bytes > options.Value.CompiledBytes)
            {
                file.Delete();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Compiled code in {Path} was not what was written there; it was deleted and is compiled anew")]
    private static partial void LogChanged(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Compiled code in {Folder} could not be used; functions were compiled anew")]
    private static partial void LogUnusable(ILogger logger, string folder, Exception error);
}
