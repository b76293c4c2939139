using System.Diagnostics;
using System.Globalization;

namespace Isaa.Storage.Tests.Support;

/// <summary>
/// A throwaway PostgreSQL server of Debian's package on a Unix socket in a folder of its own, run by an ordinary user because it refuses root. It goes
/// with this process, also when that is killed: a shell beside it waits for the end of a pipe.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string Settings =
        "listen_addresses=''\nmax_connections=400\nshared_buffers=64MB\nautovacuum=off\nlog_min_messages=fatal\nmax_wal_size=1GB\n";

    private static readonly Lazy<PostgresCluster> SharedCluster = new(() =>
    {
        var cluster = new PostgresCluster(isDurable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return cluster;
    });

    private static int _schemas;
    private readonly string _folder = Directory.CreateTempSubdirectory("isaa-pg-").FullName;
    private Process? _server;

    /// <summary>Makes and starts a cluster.</summary>
    /// <param name="isDurable">Whether what it acknowledges is on disk; costs time.</param>
    /// <param name="more">More lines for its configuration, stronger than those before.</param>
    public PostgresCluster(bool isDurable, string more = "")
    {
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", _folder);
        }

        RunAsServer($"{Programs}/initdb -D {_folder}/data -A trust -U isaa --no-sync --no-instructions -E UTF8 --locale=C");
        var settings = Settings + $"unix_socket_directories='{_folder}'\n" + (isDurable ? "" : "fsync=off\nfull_page_writes=off\n") + more;
        File.AppendAllText($"{_folder}/data/postgresql.conf", settings);
        Start();
    }

    /// <summary>Whether the server's programs are there.</summary>
    public static bool IsInstalled => File.Exists($"{Programs}/postgres");

    /// <summary>Where its files and its socket are.</summary>
    public string Folder => _folder;

    /// <summary>The server's socket.</summary>
    public string Socket => $"{_folder}/.s.PGSQL.5432";

    /// <summary>The cluster that tests of this process share, each in a schema of its own.</summary>
    public static PostgresCluster Shared => SharedCluster.Value;

    /// <summary>An address with a schema that no other test has.</summary>
    public string NewAddress() => string.Create(
        CultureInfo.InvariantCulture, $"Host={_folder};Username=isaa;Database=postgres;Search Path=test_{Interlocked.Increment(ref _schemas)};Command Timeout=60");

    /// <summary>Starts the server, and returns when it answers.</summary>
    public void Start()
    {
        var server = Become($$"""
            exec 2>>{{_folder}}/log
            {{Programs}}/postgres -D {{_folder}}/data >>{{_folder}}/log 2>&1 & server=$!
            if read -r how; then kill -$how $server; wait $server; else kill -QUIT $server; wait $server; rm -rf {{_folder}}; fi
            """);
        server.RedirectStandardInput = true;
        _server = Process.Start(server)!;
        RunAsServer($"for i in $(seq 600); do {Programs}/pg_isready -q -h {_folder} && exit 0; sleep 0.05; done; cat {_folder}/log; exit 1");
    }

    /// <summary>The server's first process.</summary>
    public int ProcessId => int.Parse(File.ReadLines($"{_folder}/data/postmaster.pid").First(), CultureInfo.InvariantCulture);

    /// <summary>Whether the server's first process runs; once dead it stays a zombie until the shell beside it looks.</summary>
    public bool IsAlive => !File.ReadAllText($"/proc/{ProcessId}/stat").Contains(") Z ", StringComparison.Ordinal);

    /// <summary>Kills the server's first process, unless it is dead; returns when the others have noticed and are gone.</summary>
    public void Kill()
    {
        Stop("KILL");
        RunAsServer($"while ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -q '{_folder}/data$'; do sleep 0.02; done");
    }

    /// <summary>Stops the server: QUIT as in a crash, INT with all clients thrown out.</summary>
    public void Stop(string signal)
    {
        _server!.StandardInput.WriteLine(signal);
        _server.WaitForExit();
        _server.Dispose();
        _server = null;
    }

    public void Dispose()
    {
        // The shell beside the server ends it and removes the folder; nobody waits.
        _server?.StandardInput.Close();
        _server?.Dispose();
        _server = null;
    }

    private static void RunAsServer(string script)
    {
        var start = Become(script);
        start.RedirectStandardOutput = true;
        Finish(start);
    }

    private static void Run(string program, params string[] arguments) => Finish(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true });

    private static ProcessStartInfo Become(string script) => Environment.IsPrivilegedProcess
        ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", "sh", "-c", "cd /; " + script])
        : new ProcessStartInfo("sh", ["-c", script]);

    private static void Finish(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"PostgreSQL for the tests could not be started (Debian's package postgresql-15 is needed): {said}");
        }
    }
}
