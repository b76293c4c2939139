using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Running.Leaves;

/// <summary>Calls a tool. A tool that fails is a failed node.</summary>
internal sealed class ToolPlan(string path, ToolNode node) : LeafPlan(path, node)
{
    private const string Previous = "{prev}";
    private const string Original = "{input}";

    public override async ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report)
    {
        var tools = ToolsOf(frame);
        var arguments = node.Arguments is { } given
            ? Fill(given, input, frame.Execution.Input)
            : FromValue(input, tools.Describe(node.Tool).Parameters);
        return ChainValue.Of(await tools.CallAsync(node.Tool, arguments, frame.PlaceOf(Path), report?.IdempotencyKey, frame.Token));
    }

    public override ValueTask<StepKind> FindStepKindAsync(ChainFrame frame) =>
        new(ToolsOf(frame).Describe(node.Tool).Kind == StepKind.Repeatable ? StepKind.Repeatable : StepKind.OnceOnly);

    private IChainTools ToolsOf(ChainFrame frame) => frame.Execution.Ports.Tools ?? throw ChainPorts.Unbound($"the tool '{node.Tool}'");

    // A text that is nothing but a placeholder becomes the value itself, so that numbers and lists stay what they are.
    private static JsonElement Fill(JsonElement given, ChainValue previous, ChainValue original) => given.ValueKind switch
    {
        JsonValueKind.String => given.GetString() switch
        {
            Previous => previous.Json,
            Original => original.Json,
            var text => ChainValueJson.ToElement(Replace(text!, previous, original)),
        },
        JsonValueKind.Object => ChainValueJson.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in given.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                Fill(property.Value, previous, original).WriteTo(writer);
            }

            writer.WriteEndObject();
        }),
        JsonValueKind.Array => ChainValueJson.ToElement(given.EnumerateArray().Select(item => Fill(item, previous, original))),
        _ => given,
    };

    // One pass, so that what the data brings along is never taken for a placeholder.
    private static string Replace(string text, ChainValue previous, ChainValue original)
    {
        var filled = new System.Text.StringBuilder();
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var (before, after) = (rest.IndexOf(Previous, StringComparison.Ordinal), rest.IndexOf(Original, StringComparison.Ordinal));
            var isPrevious = before >= 0 && (after < 0 || before < after);
            var at = isPrevious ? before : after;
            if (at < 0)
            {
                filled.Append(rest);
                break;
            }

            filled.Append(rest[..at]).Append(isPrevious ? previous.Text : original.Text);
            rest = rest[(at + (isPrevious ? Previous : Original).Length)..];
        }

        return filled.ToString();
    }

    private JsonElement FromValue(ChainValue input, JsonElement parameters)
    {
        if (input.AsJson() is { ValueKind: JsonValueKind.Object } arguments)
        {
            return arguments;
        }

        var name = OnlyArgument(parameters)
            ?? throw new IsaaException("invalid_arguments", $"The tool '{node.Tool}' takes several arguments and the data is no object; name them: Tool(\"{node.Tool}\", new {{ ... = \"{Previous}\" }}).");
        return ChainValueJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName(name);
            input.Json.WriteTo(writer);
            writer.WriteEndObject();
        });
    }

    private static string? OnlyArgument(JsonElement parameters)
    {
        var all = parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name).ToList() : [];
        var required = parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!).ToList() : [];
        return required.Count == 1 ? required[0] : all.Contains("query") ? "query" : all.Count == 1 ? all[0] : null;
    }
}
