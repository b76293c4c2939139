using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Isaa.EndToEnd.Tests.Support;

/// <summary>A started process of a test. Disposing it kills what still runs, with its children.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public RunningProgram(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = ReadOutputAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Waits for a line of its output, for programs that say when they are ready.</summary>
    public async Task<string> FindLineAsync(Regex pattern)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (pattern.IsMatch(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended without a line like {pattern}: {await FinishAsync()}");
    }

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
        var output = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Append(line).Append('\n');
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
        return output.ToString();
    }
}
