using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Isaa.Diagnostics;
using Isaa.Storage.Tests.Crashes.Host;

namespace Isaa.Storage.Tests.Crashes;

/// <summary>A process that will be killed; it ends by itself when this one does.</summary>
internal sealed partial class CrashProcess : IDisposable
{
    private const int Killed = 137;
    private const int Stop = 19;
    private const int Continue = 18;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private CrashProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <param name="order">What it does.</param>
    /// <param name="place">The kill point where it dies; null when it is killed from outside.</param>
    /// <param name="under">The program that runs it, with its arguments; empty for none.</param>
    public static CrashProcess Start(CrashOrder order, string? place, params IReadOnlyList<string> under) => Start(order, place, victim: null, under);

    /// <param name="order">What it does.</param>
    /// <param name="place">The kill point; null when it is killed from outside.</param>
    /// <param name="victim">The process that is killed at that place; null for this one.</param>
    /// <param name="under">The program that runs it, with its arguments; empty for none.</param>
    public static CrashProcess Start(CrashOrder order, string? place, int? victim, IReadOnlyList<string> under)
    {
        IReadOnlyList<string> command = [.. under, Environment.ProcessPath!];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[CrashOrder.Variable] = order.Write();
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (place is not null)
        {
            start.Environment[KillPoint.Variable] = place;
            start.Environment[KillPoint.ProcessVariable] = victim?.ToString(CultureInfo.InvariantCulture);
        }

        return new CrashProcess(Process.Start(start)!);
    }

    /// <summary>Returns when it has written so many lines to its ledger, or has ended.</summary>
    public async Task WorkAsync(int lines)
    {
        while (lines > 0 && await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines -= line == CrashHost.Done ? 0 : 1;
        }
    }

    /// <summary>Waits until it has added everything.</summary>
    public async Task AddAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost, TimeProvider.System);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == CrashHost.Done)
            {
                return;
            }
        }

        Assert.Fail($"a process ended before it had added everything: {await _errors}");
    }

    /// <summary>Waits until it has added everything and stops it in good order.</summary>
    public async Task EndAsync(TimeSpan atMost)
    {
        await AddAsync(atMost);
        using var limit = new CancellationTokenSource(atMost, TimeProvider.System);
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(limit.Token);
        Assert.True(_process.ExitCode == 0, $"a process ended with {_process.ExitCode}: {await _errors}");
    }

    /// <summary>
    /// Stops it between two of its writes: who is stopped in the middle of one keeps all others from writing for as long, on every store.
    /// </summary>
    public async Task PauseAsync(CrashStore store)
    {
        while (true)
        {
            Signal(Stop);
            while (!HasStopped())
            {
                await Task.Yield();
            }

            if (!store.IsBeingWritten())
            {
                return;
            }

            Wake();
            await Task.Yield();
        }
    }

    /// <summary>Lets it go on as if nothing had been.</summary>
    public void Wake() => Signal(Continue);

    public void Kill() => _process.Kill();

    /// <summary>Waits for its death.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise, or lives longer than that.</exception>
    public async Task DieAsync(TimeSpan atMost, string how)
    {
        using var limit = new CancellationTokenSource(atMost, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new InvalidOperationException($"A process was not killed by {how} within {atMost}: it never came there. {await _errors}");
        }

        if (_process.ExitCode != Killed)
        {
            throw new InvalidOperationException($"A process that {how} should kill ended by itself with {_process.ExitCode}. {await _errors}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // Each thread stops by itself, some later than others.
    private bool HasStopped() => Directory.EnumerateDirectories($"/proc/{_process.Id}/task")
        .All(thread => File.ReadAllText($"{thread}/stat").Contains(") T ", StringComparison.Ordinal));

    private void Signal(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
