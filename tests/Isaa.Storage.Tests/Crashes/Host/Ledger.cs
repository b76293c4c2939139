using System.Globalization;
using System.Text;
using Isaa.Jobs;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>
/// What a process says it did, outside the store: a file of its own, one line a write to the system, so that a SIGKILL loses nothing that was said.
/// (The machine itself lives on; that commits reach the disk is shown elsewhere.)
/// </summary>
internal sealed class Ledger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public Ledger(string folder)
    {
        Folder = folder;
        _file = new FileStream(
            Path.Combine(folder, $"{Environment.ProcessId}-{TimeProvider.System.GetTimestamp()}.ledger"), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public string Folder { get; }

    /// <summary>Called after each line; null for nothing.</summary>
    public Action? Told { get; set; }

    /// <summary>The queue acknowledged the adding of a job.</summary>
    public void Added(JobId job, string kind) => Write("added", job, kind);

    /// <summary>A cancel of the job was acknowledged.</summary>
    public void Cancelled(JobId job) => Write("cancelled", job, "");

    /// <summary>A handler began.</summary>
    public void Began(JobId job) => Write("began", job, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>An act that must happen at most once.</summary>
    public void Acted(JobId job, string key) => Write("acted", job, key);

    /// <summary>A handler was given a step's result.</summary>
    public void Saw(JobId job, string step, string value) => Write("saw", job, $"{step}={value}");

    /// <summary>A handler was told that nobody knows whether the step took place.</summary>
    public void Unknown(JobId job, string step) => Write("unknown", job, step);

    /// <summary>The store refused something.</summary>
    public void Refused(JobId job, string what) => Write("refused", job, what);

    /// <summary>Something that must not happen.</summary>
    public void Wrong(JobId job, string what) => Write("wrong", job, what);

    public void Dispose() => _file.Dispose();

    /// <summary>All lines of all processes.</summary>
    public static IEnumerable<LedgerLine> Read(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*.ledger")
        from line in ReadLines(path)
        select line;

    private static List<LedgerLine> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var lines = new List<LedgerLine>();
        while (reader.ReadLine() is { } text)
        {
            var parts = text.Split(' ', 3);
            if (JobId.TryParse(parts[1], out var job))
            {
                lines.Add(new LedgerLine(parts[0], job, parts[2]));
            }
        }

        return lines;
    }

    private void Write(string verb, JobId job, string detail)
    {
        var line = Encoding.UTF8.GetBytes($"{verb} {job} {detail}\n");
        lock (_gate)
        {
            _file.Write(line);
            Told?.Invoke();
        }
    }
}
