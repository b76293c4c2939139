using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Isaa.Diagnostics.Tracing;

/// <summary>The measurements of OpenTelemetry's conventions for generative AI.</summary>
internal static class GenAiMeter
{
    private static readonly double[] Seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    private static readonly Histogram<long> Tokens = IsaaTelemetry.Meter.CreateHistogram(
        "gen_ai.client.token.usage",
        "{token}",
        "Tokens of model calls.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });

    private static readonly Histogram<double> Duration = Timing("gen_ai.client.operation.duration", "How long model calls took.");
    private static readonly Histogram<double> FirstChunk = Timing("gen_ai.client.operation.time_to_first_chunk", "How long the first part of an answer took.");
    private static readonly Histogram<double> Chunk = Timing("gen_ai.client.operation.time_per_output_chunk", "How long each further part of an answer took.");
    private static readonly Histogram<double> Agents = Timing("gen_ai.invoke_agent.duration", "How long attempts of agents' runs took.");
    private static readonly Histogram<double> Tools = Timing("gen_ai.execute_tool.duration", "How long tool calls took.");

    public static void RecordTokens(TagList tags, long? input, long? output)
    {
        Add(tags, "input", input);
        Add(tags, "output", output);
    }

    public static void RecordCall(TagList tags, TimeSpan took) => Duration.Record(took.TotalSeconds, tags);

    public static void RecordFirstChunk(TagList tags, TimeSpan took) => FirstChunk.Record(took.TotalSeconds, tags);

    public static void RecordChunk(TagList tags, TimeSpan took) => Chunk.Record(took.TotalSeconds, tags);

    public static void RecordAgent(TagList tags, TimeSpan took) => Agents.Record(took.TotalSeconds, tags);

    public static void RecordTool(TagList tags, TimeSpan took) => Tools.Record(took.TotalSeconds, tags);

    private static void Add(TagList tags, string type, long? count)
    {
        if (count is { } tokens)
        {
            tags.Add(GenAi.TokenType, type);
            Tokens.Record(tokens, tags);
        }
    }

    private static Histogram<double> Timing(string name, string description) =>
        IsaaTelemetry.Meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
}
