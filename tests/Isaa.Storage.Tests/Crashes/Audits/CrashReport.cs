using System.Globalization;
using System.Text.Json;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes.Audits;

/// <summary>Keeps what a long run found, as the result file of the project. Thread safe.</summary>
internal static class CrashReport
{
    private static readonly Lock Gate = new();
    private static readonly List<string> Lines = [];
    private static int _kills;

    /// <summary>How results are written.</summary>
    public static JsonSerializerOptions Style { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Whether this is a long run.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("ISAA_TEST_LONG") == "1";

    /// <summary>Adds a line; nothing unless this is a long run.</summary>
    public static void AddLong<T>(string test, int seed, T figures)
    {
        if (!IsLong)
        {
            return;
        }

        var header = new
        {
            date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            cores = Environment.ProcessorCount,
            memory_gb = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9),
            command = "./test --long Crashes",
            seed,
        };
        lock (Gate)
        {
            _kills += figures is CrashFigures crash ? crash.Kills : 0;
            Lines.Add(JsonSerializer.Serialize(new { test, figures }, Style));
            var sum = JsonSerializer.Serialize(new { test = "all", kills = _kills });
            File.WriteAllLines(ProjectFolder.ResultFile("crash.jsonl"), [JsonSerializer.Serialize(header), .. Lines, sum]);
        }
    }
}
