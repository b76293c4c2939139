namespace Isaa.Benchmarks.Queue;

/// <summary>A folder on the disk under test that goes with the run. ISAA_BENCH_DIR chooses the disk.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _path;
    private int _files;

    /// <param name="at">The folder it is made in; null for the disk under test.</param>
    public BenchFolder(string? at = null)
    {
        var parent = at ?? Environment.GetEnvironmentVariable("ISAA_BENCH_DIR") ?? Path.GetTempPath();
        _path = Path.Combine(parent, "isaa-bench-" + Environment.ProcessId);
        Directory.CreateDirectory(_path);
    }

    public string NextFile() => Path.Combine(_path, $"{++_files}.db");

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
