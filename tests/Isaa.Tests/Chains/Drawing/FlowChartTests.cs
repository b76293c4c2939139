using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Isaa.Chains.Drawing;
using Isaa.Chains.Text;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;
using Isaa.Tests.Architecture;

namespace Isaa.Tests.Chains.Drawing;

public sealed class FlowChartTests
{
    private const string Example = """
        model:P(tags: list[str])
        a >> IS(level == "hi\"gh") >> (b + named=c) % d >> CF(P) - "tags[n]" >> fn:f >> repeat(g >> h, until IS(ok), max 2) | tool:t | "sorry <b>"
        """;

    [Fact]
    public void Mermaid_has_a_box_for_each_node_and_an_arrow_for_each_way()
    {
        var text = MermaidText.Write(ChainGraphs.Of(ChainText.Parse("a >> IS(x == \"y\") >> b % c | \"sorry\"", "ex")));
        Assert.Equal(
            """
            flowchart TD
              n0(["ex"])
              n1["a"]
              n2{"IS(x == #34;y#34;)"}
              n3["b"]
              n4["c"]
              n5>"#34;sorry#34;"]
              n6(["result"])
              n2 -->|"yes"| n3
              n2 -->|"no"| n4
              n1 --> n2
              n1 -.->|"on failure"| n5
              n0 --> n1
              n3 --> n6
              n4 --> n6
              n5 --> n6

            """,
            text);
    }

    [Fact]
    public void States_colour_the_boxes()
    {
        var graph = ChainGraphs.WithRun(
            ChainGraphs.Of(ChainText.Parse("a >> b")),
            [new ChainEvent { Type = ChainEvents.TaskComplete, Node = "a", Kind = "agent", Path = "1", Status = "completed", At = DateTimeOffset.UnixEpoch }]);
        var mermaid = MermaidText.Write(graph);
        Assert.Contains("n1[\"a\"]:::completed", mermaid, StringComparison.Ordinal);
        Assert.Contains("n2[\"b\"]:::pending", mermaid, StringComparison.Ordinal);
        Assert.Contains("classDef completed fill:#d3f2d3", mermaid, StringComparison.Ordinal);
        Assert.Contains("fillcolor=\"#d3f2d3\"", DotText.Write(graph), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graphviz_reads_the_drawing_and_finds_every_box_and_arrow()
    {
        var chain = ChainText.Parse(Example, "say \"hi\" \\ there");
        using var read = JsonDocument.Parse(await GraphvizAsync(DotText.Write(ChainGraphs.Of(chain))));
        var objects = read.RootElement.GetProperty("objects").EnumerateArray().ToList();
        var boxes = objects.Where(o => o.GetProperty("name").GetString()!.StartsWith('n')).ToList();
        Assert.Equal(
            ["say \"hi\" \\ there", "a", "IS(level == \"hi\\\"gh\")", "at once", "all", "b", "c", "d", "CF(P) - \"tags[n]\"", "fn:f", "g", "h", "tool:t", "\"sorry <b>\"", "result"],
            boxes.OrderBy(b => int.Parse(b.GetProperty("name").GetString()!.AsSpan(1), CultureInfo.InvariantCulture))
                .Select(b => b.GetProperty("label").GetString()!.Replace("\\\\", "\\", StringComparison.Ordinal)));
        var clusters = objects.Where(o => o.GetProperty("name").GetString()!.StartsWith("cluster", StringComparison.Ordinal)).Select(o => o.GetProperty("label").GetString());
        Assert.Equal(["for each", "repeat until IS(ok), at most 2 times"], clusters);
        Assert.Equal(DotText.Write(ChainGraphs.Of(chain)).Split(" -> ").Length - 1, read.RootElement.GetProperty("edges").GetArrayLength());
    }

    [Fact]
    public void A_chain_of_many_branches_has_as_many_arrows_as_it_has_nodes()
    {
        var branches = string.Join(" + ", Enumerable.Range(0, 100).Select(i => $"a{i}"));
        var text = MermaidText.Write(ChainGraphs.Of(ChainText.Parse($"({branches}) >> ({branches})")));
        Assert.Equal(2 * 200 + 3, text.Split(" --> ").Length - 1);
    }

    [Fact]
    public void The_drawing_is_json_too()
    {
        var json = JsonSerializer.Serialize(ChainGraphs.Of(ChainText.Parse("a + b")), JsonSerializerOptions.Web);
        var again = JsonSerializer.Deserialize<ChainGraph>(json, JsonSerializerOptions.Web)!;
        Assert.Equal(["a", "b"], again.Root.Children.Select(c => c.Label));
    }

    private static async Task<string> GraphvizAsync(string dot)
    {
        var peers = Environment.GetEnvironmentVariable("ISAA_TEST_PEERS") ?? Path.Combine(Repository.Root, "artifacts", "peers");
        var module = Path.Combine(peers, "node_modules", "@viz-js", "viz");
        Assert.True(Directory.Exists(module), $"{module} is missing: ./test installs it.");
        const string Script = "require(process.argv[1]).instance().then(v => process.stdout.write(JSON.stringify(v.renderJSON(require('fs').readFileSync(0, 'utf8')))))";
        using var node = Process.Start(new ProcessStartInfo("node", ["-e", Script, module]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await node.StandardInput.WriteAsync(dot);
        node.StandardInput.Close();
        var json = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return json;
    }
}
