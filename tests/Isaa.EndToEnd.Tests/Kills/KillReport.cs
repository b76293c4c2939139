using System.Globalization;
using System.Text.Json;
using Isaa.EndToEnd.Tests.Support;

namespace Isaa.EndToEnd.Tests.Kills;

/// <summary>Sums up the runs that were killed and writes the result file of a long test.</summary>
internal sealed class KillReport(int seed)
{
    private readonly List<KillFigures> _runs = [];

    public int Kills => _runs.Sum(run => run.Kills);

    public void Add(KillFigures run) => _runs.Add(run);

    public void Write()
    {
        var header = new
        {
            date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            cores = Environment.ProcessorCount,
            memory_gb = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9),
            command = "./test --long KillTests",
            seed,
        };
        var sum = new
        {
            test = "random kills",
            runs = _runs.Count,
            kills = Kills,
            lines_each_once = _runs.Count * AppendPlaybook.Lines,
            turns = _runs.Sum(run => run.Turns),
            turns_perhaps_asked_again = _runs.Sum(run => run.Repeated),
            calls_unknown = _runs.Sum(run => run.Unknown),
        };
        var path = Path.Combine(IsaaProgram.Root, "bench", "results", "kill.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, [JsonSerializer.Serialize(header), JsonSerializer.Serialize(sum), .. _runs.Select(run => JsonSerializer.Serialize(run, JsonSerializerOptions.Web))]);
    }
}
