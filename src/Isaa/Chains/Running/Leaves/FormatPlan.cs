using Isaa.Chains.Formats;
using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Schemas;

namespace Isaa.Chains.Running.Leaves;

/// <summary>Makes data fit a schema, by an agent where it does not yet, and takes fields out.</summary>
internal sealed class FormatPlan : LeafPlan
{
    private readonly FormatNode _node;
    private readonly JsonSchema _schema;
    private readonly IReadOnlyList<ChainPath> _fields;

    public FormatPlan(string path, FormatNode node)
        : base(path, node)
    {
        _node = node;
        _schema = JsonSchema.Parse(node.Schema);
        _fields = [.. node.Fields.Where(f => f != Extraction.All).Select(ChainPath.Parse)];
    }

    /// <summary>The designated formatter's reference; null for the run's.</summary>
    public string? Formatter => _node.Formatter;

    public override async ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report)
    {
        if (FindFitting(input) is { } fits)
        {
            return Take(fits);
        }

        var formatter = await FindFormatterAsync(frame);
        var answer = await formatter.RunAsync(CallOf(input, frame, report), frame.Token);
        AgentCalls.Note(report, answer);
        return Finish(answer);
    }

    /// <summary>The data, when it fits the schema as it is, with what the schema gives as defaults.</summary>
    public JsonElement? FindFitting(ChainValue input) =>
        input.AsJson() is { } json && SchemaDefaults.Complete(_node.Schema, json) is var complete && _schema.Accepts(complete) ? complete : null;

    /// <summary>What the formatter is asked.</summary>
    public ChainAgentCall CallOf(ChainValue input, ChainFrame frame, LeafReport? report) => AgentCalls.Create(this, input.Text, _node.Schema, frame, report);

    public async Task<IChainAgent> FindFormatterAsync(ChainFrame frame)
    {
        var (options, ports) = (frame.Execution.Options, frame.Execution.Ports);
        return _node.Bound
            ?? (_node.Formatter is { } name ? await ports.GetAgentAsync(name, options.Tenant, frame.Token) : null)
            ?? options.Formatter
            ?? (ports.Agents is { } agents ? await agents.GetFormatterAsync(options.Tenant, frame.Token) : null)
            ?? throw new IsaaException("formatter_missing", $"CF({_node.Model}) needs an agent to format with, and there is none: designate one with CF(...).By(agent), or run the chain through the engine.");
    }

    /// <summary>The result, from the formatter's answer.</summary>
    /// <exception cref="IsaaException"><c>output_invalid</c>.</exception>
    public ChainValue Finish(ChainAgentAnswer answer) => FindFitting(answer.Value) is { } fits ? Take(fits)
        : throw new IsaaException("output_invalid", $"The formatter's answer does not fit {_node.Model}: {Faults(answer.Value)}");

    /// <summary>Takes the fields out.</summary>
    public ChainValue Take(JsonElement data) => _fields switch
    {
        [] => ChainValue.Of(data),
        [var one] => one.Find(data) is { } value ? ChainValue.Of(value) : _node.IsEach ? ChainValue.List([]) : ChainValue.Null,
        _ => ChainValue.Of(ChainValueJson.Build(writer => WriteFields(writer, data))),
    };

    private void WriteFields(Utf8JsonWriter writer, JsonElement data)
    {
        writer.WriteStartObject();
        foreach (var field in _fields)
        {
            if (field.Find(data) is { } value)
            {
                writer.WritePropertyName(field.Text);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private string Faults(ChainValue value) => value.AsJson() is { } json
        ? string.Join("; ", _schema.Validate(json).Take(3).Select(e => e.ToString()))
        : "it holds no JSON value";
}
