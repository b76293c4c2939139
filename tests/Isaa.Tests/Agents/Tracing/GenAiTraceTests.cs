using System.Diagnostics;
using System.Diagnostics.Metrics;
using Isaa.Agents;
using Isaa.Diagnostics;
using Isaa.Models;
using Isaa.Models.Tracing;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Tracing;

/// <summary>Spans and measurements by the names of OpenTelemetry's conventions for generative AI, 1.41.1.</summary>
public sealed class GenAiTraceTests : IDisposable
{
    private readonly string _agent = "traced-" + new IdSource(TimeProvider.System).Next().ToString("N");
    private readonly List<Activity> _spans = [];
    private readonly List<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = [];
    private readonly ActivityListener _listener;
    private readonly MeterListener _meter = new();

    public GenAiTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == IsaaTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_spans)
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == IsaaTelemetry.Name && instrument.Name.StartsWith("gen_ai.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meter.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meter.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meter.Start();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_a_tree_of_agent_model_and_tool_without_any_content()
    {
        var spans = await RunAsync();

        var agent = Assert.Single(spans, s => s.OperationName == $"invoke_agent {_agent}");
        Assert.Equal(ActivityKind.Internal, agent.Kind);
        Tagged(agent, ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", _agent), ("gen_ai.agent.version", "1"), ("gen_ai.conversation.id", "talk"),
            ("gen_ai.usage.input_tokens", 20L), ("gen_ai.usage.output_tokens", 10L));
        var chats = spans.Where(s => s.OperationName == "chat model").ToList();
        Assert.Equal(2, chats.Count);
        Assert.All(chats, chat =>
        {
            Assert.Equal((ActivityKind.Client, agent.SpanId), (chat.Kind, chat.ParentSpanId));
            Tagged(chat, ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "fake"), ("gen_ai.request.model", "model"), ("gen_ai.request.temperature", 0.7),
                ("gen_ai.usage.input_tokens", 10L), ("gen_ai.usage.output_tokens", 5L), ("server.address", "models.example"), ("server.port", 443));
        });
        Assert.Equal(["tool_calls"], (string[])chats[0].GetTagItem("gen_ai.response.finish_reasons")!);
        var tool = Assert.Single(spans, s => s.OperationName == "execute_tool look");
        Assert.Equal((ActivityKind.Internal, agent.SpanId), (tool.Kind, tool.ParentSpanId));
        Tagged(tool, ("gen_ai.tool.name", "look"), ("gen_ai.tool.type", "function"), ("gen_ai.tool.call.id", "c"));
        Assert.DoesNotContain(spans.SelectMany(s => s.TagObjects), tag => tag.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task Content_is_in_the_spans_only_when_that_is_switched_on()
    {
        IsaaTelemetry.CapturesContent = true;
        try
        {
            var spans = await RunAsync();

            var chat = spans.First(s => s.OperationName == "chat model");
            Assert.Contains("secret question", (string)chat.GetTagItem("gen_ai.input.messages")!, StringComparison.Ordinal);
            Assert.Contains("\"type\":\"tool_call\"", (string)chat.GetTagItem("gen_ai.output.messages")!, StringComparison.Ordinal);
            var tool = spans.Single(s => s.OperationName == "execute_tool look");
            Assert.Contains("secret place", (string)tool.GetTagItem("gen_ai.tool.call.arguments")!, StringComparison.Ordinal);
            Assert.Contains("secret thing", (string)tool.GetTagItem("gen_ai.tool.call.result")!, StringComparison.Ordinal);
        }
        finally
        {
            IsaaTelemetry.CapturesContent = false;
        }
    }

    [Fact]
    public async Task Tokens_and_durations_are_measured()
    {
        await RunAsync();

        Assert.Equal([10d, 10d], Measured("gen_ai.client.token.usage", "gen_ai.token.type", "input"));
        Assert.Equal([5d, 5d], Measured("gen_ai.client.token.usage", "gen_ai.token.type", "output"));
        Assert.Equal(2, Measured("gen_ai.client.operation.duration").Count);
        Assert.Equal(2, Measured("gen_ai.client.operation.time_to_first_chunk").Count);
        Assert.NotEmpty(Measured("gen_ai.client.operation.time_per_output_chunk"));
        Assert.Single(Measured("gen_ai.invoke_agent.duration", "gen_ai.agent.name", _agent));
    }

    [Fact]
    public async Task A_failure_is_in_span_and_measurement_by_its_code()
    {
        var client = new FakeChatClient { Otherwise = (_, _) => throw new ModelException("model_auth", "The key is not valid.", isTransient: false) };

        var spans = await RunAsync(client);

        Assert.All(spans, span =>
        {
            Assert.Equal(ActivityStatusCode.Error, span.Status);
            Tagged(span, ("error.type", "model_auth"));
        });
        Assert.Equal(2, spans.Count);
        Assert.Single(Measured("gen_ai.client.operation.duration", "error.type", "model_auth"));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private async Task<IReadOnlyList<Activity>> RunAsync(FakeChatClient? client = null)
    {
        client ??= new FakeChatClient().ThenCall(("c", "look", new { place = "secret place" })).ThenText("secret answer");
        await using var bed = new AgentBed(
            client,
            [AgentBed.Tool((string place) => $"secret thing in {place}", "look")],
            model: model => model with { Client = new TracedChatClient(model.Client, "fake/model", new Uri("https://models.example"), TimeProvider.System) });
        bed.StartWorker();
        var agent = await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder(_agent).WithModel("fake/model"), cancellationToken: Cancellation);
        var result = await agent.RunAsync("secret question", new AgentRunOptions { Session = "talk" }, Cancellation);
        Assert.NotEqual(AgentRunStatus.Cancelled, result.Status);
        return await SettledAsync();
    }

    // The span of an attempt ends just after the run's result is there to read.
    private async Task<IReadOnlyList<Activity>> SettledAsync()
    {
        while (true)
        {
            lock (_spans)
            {
                if (_spans.Find(s => s.OperationName == $"invoke_agent {_agent}") is { } root)
                {
                    return [.. _spans.Where(s => s.TraceId == root.TraceId && s.TagObjects.Any(t => t.Key == "gen_ai.operation.name"))];
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancellation);
        }
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_measured)
        {
            _measured.Add((instrument.Name, value, tags.ToArray().ToDictionary(t => t.Key, t => t.Value)));
        }
    }

    private List<double> Measured(string instrument, string? tag = null, string? value = null)
    {
        lock (_measured)
        {
            return [.. _measured
                .Where(m => m.Instrument == instrument && (tag is null || m.Tags.GetValueOrDefault(tag) as string == value))
                .Where(m => m.Tags.GetValueOrDefault("gen_ai.operation.name") as string == "invoke_agent" || m.Tags.GetValueOrDefault("server.address") as string == "models.example")
                .Select(m => m.Value)];
        }
    }

    private static void Tagged(Activity span, params (string Name, object Value)[] tags) =>
        Assert.All(tags, tag => Assert.Equal(tag.Value, span.GetTagItem(tag.Name)));
}
