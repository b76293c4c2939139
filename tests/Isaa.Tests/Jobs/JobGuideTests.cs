using System.Runtime.CompilerServices;
using System.Text;
using Isaa.Jobs;

namespace Isaa.Tests.Jobs;

/// <summary>The guide's picture and table of states are drawn from the table the engine follows.</summary>
public sealed class JobGuideTests
{
    private const string Begin = "<!-- drawn from JobStateTable: begin -->";
    private const string End = "<!-- drawn from JobStateTable: end -->";

    [Fact]
    public void The_guide_draws_the_moves_the_engine_allows()
    {
        var file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/guide/jobs.md");
        var guide = File.ReadAllText(file);
        var begin = guide.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var drawn = guide[begin..guide.IndexOf(End, StringComparison.Ordinal)].Trim();

        Assert.Equal(Draw(), drawn);
    }

    private static string Draw()
    {
        var text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        foreach (var pair in JobStateTable.Moves.GroupBy(m => (m.From, m.To)))
        {
            text.Append($"    {Name(pair.Key.From) ?? "[*]"} --> {Name(pair.Key.To)}\n");
        }

        text.Append("```\n\n| from | to | when |\n|---|---|---|\n");
        foreach (var move in JobStateTable.Moves)
        {
            text.Append($"| {Name(move.From) ?? "(new)"} | {Name(move.To)} | {move.When} |\n");
        }

        return text.ToString().Trim();
    }

    private static string? Name(JobState? state) => state switch
    {
        JobState.WaitingChildren => "waiting_children",
        JobState.WaitingSignal => "waiting_signal",
        null => null,
        var other => other.ToString()!.ToLowerInvariant(),
    };

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
