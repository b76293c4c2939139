using System.Diagnostics;

namespace Isaa.Sandbox.Launching;

/// <summary>
/// One program in the sandbox, from start to end, on a thread of its own: the kernel kills a program with the thread that started it.
/// </summary>
internal sealed class SandboxExecution(SandboxRequest request, SandboxLimits limits, TimeProvider time, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan PatienceAfterDeath = TimeSpan.FromSeconds(30);

    private readonly OutputDrain _output = new(limits.OutputBytes);
    private readonly OutputDrain _error = new(limits.OutputBytes, hasMark: true);
    private long? _peakMemory;

    /// <summary>Runs it.</summary>
    /// <param name="settings">How sandboxes are started here.</param>
    /// <returns>The result, and whether the program itself was ever reached.</returns>
    public Task<(SandboxResult Result, bool Started)> RunAsync(LaunchSettings settings)
    {
        var ended = new TaskCompletionSource<(SandboxResult, bool)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                ended.SetResult(Run(settings));
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        }, maxStackSize: 512 * 1024)
        { IsBackground = true, Name = "sandbox" };
        thread.Start();
        return ended.Task;
    }

    private (SandboxResult Result, bool Started) Run(LaunchSettings settings)
    {
        var started = time.GetTimestamp();
        using var launched = LaunchedProcess.Start(settings, request, limits, _error);
        var process = launched.Process;
        var streams = Task.WhenAll(
            _output.ReadAsync(process.StandardOutput.BaseStream),
            _error.ReadAsync(process.StandardError.BaseStream),
            WriteInputAsync(process.StandardInput.BaseStream));
        var killedFor = Supervise(process, started);
        if (killedFor is not null || cancellationToken.IsCancellationRequested)
        {
            launched.Kill();
        }

        process.WaitForExit();
        if (!streams.Wait(PatienceAfterDeath, CancellationToken.None))
        {
            throw new InvalidOperationException("A process of the sandbox still holds its streams after the sandbox was killed.");
        }

        launched.WaitForFirstProcess();
        cancellationToken.ThrowIfCancellationRequested();
        return ToResult(process.ExitCode, killedFor, time.GetElapsedTime(started));
    }

    private async Task WriteInputAsync(Stream stream)
    {
        try
        {
            await using (stream)
            {
                await _error.Started;
                await stream.WriteAsync("go\n"u8.ToArray(), CancellationToken.None);
                await stream.WriteAsync(request.Input, CancellationToken.None);
            }
        }
        catch (IOException)
        {
            // The program ended or closed its input without reading all of it; that is its right.
        }
    }

    /// <summary>Watches until the program ends or breaks a limit; returns which.</summary>
    private SandboxOutcome? Supervise(Process process, long started)
    {
        while (!process.WaitForExit(Tick))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            var (threads, memory, _) = ProcessTree.Measure(process.Id, limits.Processes * 2);
            _peakMemory = Math.Max(_peakMemory ?? 0, memory);
            SandboxOutcome? broken =
                memory > limits.MemoryBytes ? SandboxOutcome.MemoryLimit
                : threads > limits.Processes + 16 ? SandboxOutcome.ProcessLimit
                : _output.TotalBytes + _error.TotalBytes > limits.OutputBytesUntilKilled ? SandboxOutcome.OutputLimit
                : time.GetElapsedTime(started) > limits.WallTime ? SandboxOutcome.Timeout
                : null;
            if (broken is not null)
            {
                return broken;
            }
        }

        return null;
    }

    private (SandboxResult Result, bool Started) ToResult(int exitCode, SandboxOutcome? killedFor, TimeSpan duration)
    {
        var outcome = killedFor ?? (exitCode > 128 ? SandboxOutcome.Killed : SandboxOutcome.Exited);
        var result = new SandboxResult
        {
            Outcome = outcome,
            ExitCode = killedFor is null ? exitCode : null,
            Output = _output.ToOutput(),
            Error = _error.ToOutput(),
            Duration = duration,
            PeakMemoryBytes = _peakMemory,
        };
        return (result, _error.Preamble is not null);
    }
}
