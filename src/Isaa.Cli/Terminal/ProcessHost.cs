using System.Runtime.InteropServices;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Storage.Sqlite;

namespace Isaa.Cli.Terminal;

/// <summary>Runs the tool in the real process: its streams, its signals, its terminal.</summary>
internal static class ProcessHost
{
    private const string ShowCursor = "\u001b[?25h";

    public static async Task<int> RunAsync(string[] args)
    {
        SqliteLibrary.PreferSystem();
        using var interrupted = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Interrupt(signal, interrupted));
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Interrupt(signal, interrupted));
        await using var output = Open(Console.OpenStandardOutput());
        await using var error = Open(Console.OpenStandardError());
        var host = new CliHost
        {
            Out = output,
            Error = error,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = ReadWidth(),
            Environment = Environment.GetEnvironmentVariable,
            CurrentFolder = Environment.CurrentDirectory,
            Time = TimeProvider.System,
            Ids = new IdSource(TimeProvider.System),
            Interrupted = interrupted.Token,
        };
        return await CliApp.RunAsync(args, host);
    }

    // The first asks for a clean end; the second ends the process at once, and what runs is taken up later.
    private static void Interrupt(PosixSignalContext signal, CancellationTokenSource interrupted)
    {
        signal.Cancel = true;
        if (interrupted.IsCancellationRequested)
        {
            if (!Console.IsErrorRedirected)
            {
                Console.Error.Write(ShowCursor + "\n");
            }

            Environment.Exit(ExitCode.Cancelled);
        }

        _ = interrupted.CancelAsync();
    }

    private static StreamWriter Open(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    private static int ReadWidth()
    {
        const int Standard = 100;
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
        {
            return Standard;
        }

        try
        {
            return Console.WindowWidth is > 20 and var width ? width : Standard;
        }
        catch (IOException)
        {
            return Standard;
        }
    }
}
