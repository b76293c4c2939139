using System.Diagnostics;

namespace Isaa.EndToEnd.Tests.Support;

/// <summary>A started process of a test. Disposing it kills what still runs, with its children.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningProgram(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = ReadOutputAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The first line of its output, for programs that say when they are ready.</summary>
    public Task<string> FirstLine => _firstLine.Task;

    public bool HasExited => _process.HasExited;

    /// <summary>SIGKILL to this process alone: what it started is on its own.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public async Task<ProgramResult> FinishAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(_process.ExitCode, await _output, await _error);
    }

    /// <summary>Asks the process to stop, as an operator would.</summary>
    public async Task<ProgramResult> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await signal.WaitForExitAsync();
        }

        return await FinishAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<string> ReadOutputAsync()
    {
        var first = await _process.StandardOutput.ReadLineAsync();
        _firstLine.TrySetResult(first ?? "");
        return first is null ? "" : first + "\n" + await _process.StandardOutput.ReadToEndAsync();
    }
}
