using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Isaa.Storage.Tests.Crashes.Audits;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Soak;

/// <summary>A steady load of mixed jobs for an hour, or as many minutes as ISAA_SOAK_MINUTES says: memory, size and latency stay flat.</summary>
public abstract class SoakConformance(ITestOutputHelper output) : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly List<string> Lines = [];
    private readonly TestFolder _folder = new();

    private protected TestFolder Folder => _folder;

    private protected abstract CrashStore Create();

    public virtual void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Under_a_steady_load_memory_size_and_latency_stay_flat()
    {
        Assert.SkipUnless(CrashReport.IsLong, "takes an hour; ./test --long Soak");
        var (store, minutes) = (Create(), ReadMinutes());
        var samples = await RunAsync(new SoakOrder { Store = store.Address, Time = TimeSpan.FromMinutes(minutes) });

        var faults = SoakVerdict.Judge(samples);
        Keep(store.Name, minutes, samples, faults);
        output.WriteLine($"{store.Name}: {samples[^1].Write()}");
        Assert.True(faults.Count == 0, string.Join("; ", faults));
        Assert.True(samples.Sum(sample => sample.PerSecond) > 0);
    }

    private static async Task<List<SoakSample>> RunAsync(SoakOrder order)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[SoakOrder.Variable] = order.Write();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var samples = new List<SoakSample>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            samples.Add(SoakSample.Read(line));
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return samples;
    }

    private static double ReadMinutes() =>
        Environment.GetEnvironmentVariable("ISAA_SOAK_MINUTES") is { Length: > 0 } given ? double.Parse(given, CultureInfo.InvariantCulture) : 60;

    private static void Keep(string store, double minutes, List<SoakSample> samples, IReadOnlyList<string> faults)
    {
        var header = new
        {
            date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            cores = Environment.ProcessorCount,
            memory_gb = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9),
            command = "./test --long Soak",
            minutes,
        };
        lock (Gate)
        {
            Lines.AddRange(samples.Select(sample => JsonSerializer.Serialize(new { store, sample }, CrashReport.Style)));
            Lines.Add(JsonSerializer.Serialize(new { store, flat = faults.Count == 0, faults }));
            File.WriteAllLines(ProjectFolder.ResultFile("soak.jsonl"), [JsonSerializer.Serialize(header), .. Lines]);
        }
    }
}
