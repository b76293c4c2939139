using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isaa.Benchmarks;

/// <summary>Measures one line and prints it.</summary>
internal sealed class BenchLine
{
    private readonly JsonObject _line = [];
    private readonly List<double> _latencies = [];
    private TimeSpan _cpu;
    private long _start;

    public BenchLine(string bench, string store) => Set("bench", bench).Set("store", store);

    public BenchLine Set(string name, JsonNode? value)
    {
        _line[name] = value;
        return this;
    }

    public void Begin()
    {
        GC.Collect();
        _cpu = Process.GetCurrentProcess().TotalProcessorTime;
        _start = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends the measured part and returns the rate.</summary>
    public double End(int count)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - _cpu;
        var rate = count / seconds;
        Set("n", count).Set("per_s", Math.Round(rate)).Set("cpu_us", Math.Round(cpu.TotalMicroseconds / count, 2));
        return rate;
    }

    public void AddLatencies(IEnumerable<double> milliseconds) => _latencies.AddRange(milliseconds);

    public void Print(double? rate = null, double? limit = null, double? memory = null)
    {
        if (_latencies.Count > 0)
        {
            _latencies.Sort();
            Set("p50_ms", Math.Round(_latencies[_latencies.Count / 2], 3)).Set("p99_ms", Math.Round(_latencies[(int)(_latencies.Count * 0.99)], 3));
        }

        Set("rss_mb", Math.Round(memory ?? Process.GetCurrentProcess().WorkingSet64 / 1048576.0, 1));
        if (limit is { } most && rate is { } ours)
        {
            Set("limit_per_s", Math.Round(most)).Set("ratio", Math.Round(ours / most, 3));
        }

        Console.WriteLine(_line.ToJsonString(JsonSerializerOptions.Web));
    }
}
