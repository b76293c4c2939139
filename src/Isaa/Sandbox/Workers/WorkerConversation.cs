using System.Buffers;
using System.Diagnostics;
using System.Text;
using Isaa.Protocol.Sandbox;
using Isaa.Sandbox.Launching;

namespace Isaa.Sandbox.Workers;

/// <summary>Requests and replies with one process, and the watch over what it uses meanwhile. For one thread.</summary>
internal sealed class WorkerConversation
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan PatienceForLogs = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PatienceForExit = TimeSpan.FromSeconds(1);
    private const int LongestReadyLine = 4096;

    private readonly Process _process;
    private readonly SandboxLimits _limits;
    private readonly TimeProvider _time;
    private readonly WorkerPipes _pipes;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly MarkScan _endOfLogs = new(WorkerJson.EndOfLogs);
    private OutputDrain _logs;
    private int _mostLineBytes = LongestReadyLine;
    private bool _isLineComplete;
    private bool _isLineTooLong;
    private TimeSpan _cpuBefore;
    private TimeSpan _cpu;
    private long _peakMemory;

    public WorkerConversation(Process process, OutputDrain notes, SandboxLimits limits, TimeProvider time)
    {
        _process = process;
        _logs = notes;
        _limits = limits;
        _time = time;
        _pipes = new WorkerPipes(process) { OnOutput = TakeOutput, OnError = TakeError };
    }

    /// <summary>The program can say nothing more.</summary>
    public bool IsOver => _pipes.IsOutputClosed || _isLineTooLong;

    /// <summary>An exchange in which nothing was seen.</summary>
    public static WorkerExchange Nothing(WorkerEnd end) => new() { End = end, Logs = new SandboxOutput { Text = "", TotalBytes = 0, CutBytes = 0 } };

    /// <summary>Moves bytes; waits at most so long.</summary>
    public void Pump(TimeSpan patience) => _pipes.Pump(patience);

    /// <summary>Writes as soon as the program reads.</summary>
    public void Write(ReadOnlyMemory<byte> bytes) => _pipes.Write(bytes);

    /// <summary>Whether the program has written this line; it is taken then.</summary>
    public bool TakeLine(string expected)
    {
        if (!_isLineComplete || !_line.WrittenSpan.SequenceEqual(Encoding.UTF8.GetBytes(expected)))
        {
            return false;
        }

        ResetLine(LongestReadyLine);
        return true;
    }

    /// <summary>What was used up to here is not the first call's.</summary>
    public void MarkReady() => _ = Look(TimeSpan.MaxValue);

    /// <summary>The exit code, once the process has ended or was ended.</summary>
    public int? WaitForExit()
    {
        if (_process.WaitForExit(PatienceForExit))
        {
            return _process.ExitCode;
        }

        return null;
    }

    /// <summary>Asks and waits for the reply, until a limit is broken or the caller gives up.</summary>
    public WorkerExchange Exchange(WorkerCall call, CancellationToken cancellationToken)
    {
        _pipes.Pump(TimeSpan.Zero);
        if (_pipes.IsOutputClosed)
        {
            return Nothing(WorkerEnd.Gone);
        }

        var began = _time.GetTimestamp();
        _logs = new OutputDrain(_limits.OutputBytes);
        _cpuBefore = _cpu;
        _endOfLogs.Reset();
        ResetLine(call.ReplyBytes);
        _pipes.Write(call.Request);
        var end = Wait(call, began, cancellationToken);
        int? exitCode = null;
        if (end == WorkerEnd.Replied)
        {
            WaitForLogs(call);
            _ = Look(TimeSpan.MaxValue);
        }
        else if (end == WorkerEnd.Ended)
        {
            exitCode = WaitForExit();
            WaitForLogs(call);
        }

        return new WorkerExchange
        {
            End = end,
            Reply = end == WorkerEnd.Replied ? _line.WrittenMemory : default,
            ExitCode = exitCode,
            Logs = _logs.ToOutput(),
            CpuTime = _cpu - _cpuBefore,
            PeakMemoryBytes = _peakMemory,
        };
    }

    private WorkerEnd Wait(WorkerCall call, long began, CancellationToken cancellationToken)
    {
        var looked = began;
        while (true)
        {
            _pipes.Pump(Tick);
            if (_isLineComplete)
            {
                return WorkerEnd.Replied;
            }

            if (_isLineTooLong || _logs.TotalBytes > call.LogBytesUntilKilled)
            {
                return WorkerEnd.OutputLimit;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return WorkerEnd.Cancelled;
            }

            if (_pipes.IsOutputClosed)
            {
                return WorkerEnd.Ended;
            }

            if (_time.GetElapsedTime(looked) >= Tick)
            {
                looked = _time.GetTimestamp();
                if (Look(call.CpuTime) is { } broken)
                {
                    return broken;
                }
            }

            if (_time.GetElapsedTime(began) > call.WallTime)
            {
                return WorkerEnd.Timeout;
            }
        }
    }

    /// <summary>The program marks the end of its logs before it replies; one that does not is not waited for long.</summary>
    private void WaitForLogs(WorkerCall call)
    {
        var began = _time.GetTimestamp();
        while (!_endOfLogs.IsSeen && !_pipes.IsErrorClosed && _logs.TotalBytes <= call.LogBytesUntilKilled && _time.GetElapsedTime(began) < PatienceForLogs)
        {
            _pipes.Pump(Tick);
        }
    }

    private WorkerEnd? Look(TimeSpan mostCpu)
    {
        var (threads, memory, cpu) = ProcessTree.Measure(_process.Id, _limits.Processes * 2);
        _cpu = cpu > _cpu ? cpu : _cpu;
        _peakMemory = Math.Max(_peakMemory, memory);
        // The launcher outside of the namespace is one of those counted here, and not of those the system counts.
        return memory > _limits.MemoryBytes ? WorkerEnd.MemoryLimit
            : threads > _limits.Processes ? WorkerEnd.ProcessLimit
            : mostCpu != TimeSpan.MaxValue && _cpu - _cpuBefore > mostCpu ? WorkerEnd.CpuLimit
            : null;
    }

    private void ResetLine(int most)
    {
        _line.ResetWrittenCount();
        _mostLineBytes = most;
        _isLineComplete = false;
        _isLineTooLong = false;
    }

    private void TakeOutput(ReadOnlySpan<byte> bytes)
    {
        if (_isLineComplete || _isLineTooLong)
        {
            return; // it has said its line; whatever follows means nothing
        }

        var end = bytes.IndexOf((byte)'\n');
        var part = end < 0 ? bytes : bytes[..end];
        if (_line.WrittenCount + part.Length > _mostLineBytes)
        {
            _isLineTooLong = true;
            return;
        }

        _line.Write(part);
        _isLineComplete = end >= 0;
    }

    private void TakeError(ReadOnlySpan<byte> bytes)
    {
        _endOfLogs.Take(bytes);
        _logs.Keep(bytes);
    }
}
