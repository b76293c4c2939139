using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Isaa.Protocol.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Sandbox;

/// <summary>
/// One line of JSON in, one out. The line out goes over a descriptor of its own: whatever else is written to the standard output goes where the
/// logs go.
/// </summary>
internal sealed partial class Channel
{
    private readonly StreamReader _requests;
    private readonly FileStream _replies;
    private readonly FileStream _logs;

    private Channel(StreamReader requests, FileStream replies, FileStream logs) => (_requests, _replies, _logs) = (requests, replies, logs);

    /// <summary>Takes the standard streams.</summary>
    public static Channel Open()
    {
        const int output = 1, error = 2;
        var own = Duplicate(output);
        _ = Replace(error, output);
        return new Channel(
            new StreamReader(new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read), new UTF8Encoding(false)),
            new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0),
            new FileStream(new SafeFileHandle(error, ownsHandle: false), FileAccess.Write, bufferSize: 0));
    }

    /// <summary>Says that the first request may come.</summary>
    public void SayReady() => Write(Encoding.UTF8.GetBytes(WorkerJson.Ready));

    /// <summary>The next request; null when there is none any more.</summary>
    public WorkerRequest? Read() =>
        _requests.ReadLine() is { } line ? JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerRequest) : null;

    /// <summary>Answers.</summary>
    public void Reply(WorkerReply reply)
    {
        Console.Out.Flush();
        Console.Error.Flush();

        // Past the console, whose first writing takes a while.
        _logs.Write(Encoding.UTF8.GetBytes(WorkerJson.EndOfLogs));
        Write(JsonSerializer.SerializeToUtf8Bytes(reply, WorkerJson.Default.WorkerReply));
    }

    private void Write(byte[] line)
    {
        _replies.Write([.. line, (byte)'\n']);
        _replies.Flush();
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Replace(int descriptor, int replaced);
}
