using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Isaa.Sandbox.Workers;

/// <summary>The three streams of a worker, read and written by one thread that never blocks for longer than it says.</summary>
internal sealed unsafe partial class WorkerPipes(Process process)
{
    private const short Readable = 1, Writable = 4;
    private const int Interrupted = 4, TryAgain = 11;
    private readonly int _input = Descriptor(process.StandardInput.BaseStream);
    private readonly int _output = Descriptor(process.StandardOutput.BaseStream);
    private readonly int _error = Descriptor(process.StandardError.BaseStream);
    private readonly byte[] _buffer = new byte[32 * 1024];
    private ReadOnlyMemory<byte> _unwritten;

    /// <summary>Takes what the program wrote to its standard output.</summary>
    public required Action<ReadOnlySpan<byte>> OnOutput { get; init; }

    /// <summary>Takes what the program wrote to its standard error.</summary>
    public required Action<ReadOnlySpan<byte>> OnError { get; init; }

    /// <summary>The program closed its standard output, or is gone.</summary>
    public bool IsOutputClosed { get; private set; }

    /// <summary>The program closed its standard error, or is gone.</summary>
    public bool IsErrorClosed { get; private set; }

    /// <summary>Writes as soon as the program reads; what it does not read is its own loss.</summary>
    public void Write(ReadOnlyMemory<byte> bytes) => _unwritten = bytes;

    /// <summary>Moves what can be moved; waits at most so long for something to move.</summary>
    public void Pump(TimeSpan patience)
    {
        var polls = stackalloc PollRequest[3]
        {
            new() { Descriptor = IsOutputClosed ? -1 : _output, Events = Readable },
            new() { Descriptor = IsErrorClosed ? -1 : _error, Events = Readable },
            new() { Descriptor = _unwritten.IsEmpty ? -1 : _input, Events = Writable },
        };
        if (Poll(polls, 3, (int)Math.Ceiling(patience.TotalMilliseconds)) <= 0)
        {
            return;
        }

        // Logs first: what was logged before a reply is then seen before it.
        if (polls[1].Returned != 0)
        {
            IsErrorClosed = !Read(_error, OnError);
        }

        if (polls[0].Returned != 0)
        {
            IsOutputClosed = !Read(_output, OnOutput);
        }

        if (polls[2].Returned != 0)
        {
            WriteSome();
        }
    }

    private static int Descriptor(Stream stream)
    {
        var descriptor = (int)((PipeStream)stream).SafePipeHandle.DangerousGetHandle();
        const int getFlags = 3, setFlags = 4, nonBlocking = 0x800;
        var flags = ControlDescriptor(descriptor, getFlags, 0);
        return flags >= 0 && ControlDescriptor(descriptor, setFlags, flags | nonBlocking) >= 0
            ? descriptor
            : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private bool Read(int descriptor, Action<ReadOnlySpan<byte>> take)
    {
        nint count;
        fixed (byte* start = _buffer)
        {
            count = Read(descriptor, start, _buffer.Length);
        }

        if (count > 0)
        {
            take(_buffer.AsSpan(0, (int)count));
        }

        return count > 0 || (count < 0 && Marshal.GetLastPInvokeError() is TryAgain or Interrupted);
    }

    private void WriteSome()
    {
        nint count;
        using (var pin = _unwritten.Pin())
        {
            count = Write(_input, (byte*)pin.Pointer, _unwritten.Length);
        }

        if (count >= 0)
        {
            _unwritten = _unwritten[(int)count..];
        }
        else if (Marshal.GetLastPInvokeError() is not (TryAgain or Interrupted))
        {
            _unwritten = default; // it closed its input without reading all of it; that is its right
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollRequest* requests, ulong count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlDescriptor(int descriptor, int command, int value);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* buffer, nint count);
}
