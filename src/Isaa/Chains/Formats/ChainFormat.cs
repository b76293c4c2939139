using Isaa.Chains.Engine;
using System.Text.Json;
using Isaa.Agents;
using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;

namespace Isaa.Chains.Formats;

/// <summary>
/// <c>CF</c>: makes data fit a schema and, with <c>-</c>, takes fields out of it: <c>- "name"</c> a value, <c>- ("name", "age")</c> an object of both,
/// <c>- "*"</c> everything, <c>- "tasks[n]"</c> a list for whose elements the next node runs at once. Immutable.
/// </summary>
public sealed class ChainFormat : Chain
{
    private readonly FormatNode _node;

    internal ChainFormat(FormatNode node)
        : base(node, ChainSize.One) => _node = node;

    /// <summary>The name of what the schema describes.</summary>
    public string Model => _node.Model;

    /// <summary>The JSON Schema.</summary>
    public JsonElement Schema => _node.Schema;

    /// <summary>Takes one field out, all with <c>*</c>, or with <c>[n]</c> at its end each element of a list.</summary>
    /// <exception cref="Diagnostics.IsaaException"><c>field_unknown</c> with the nearest names, or <c>chain_invalid</c>.</exception>
    public static ChainFormat operator -(ChainFormat format, string field) => Take(format, field);

    /// <summary>Takes two fields out, as an object.</summary>
    /// <exception cref="Diagnostics.IsaaException"><c>field_unknown</c> with the nearest names.</exception>
    public static ChainFormat operator -(ChainFormat format, (string First, string Second) fields) => Take(format, fields.First, fields.Second);

    /// <summary>Takes three fields out, as an object.</summary>
    /// <exception cref="Diagnostics.IsaaException"><c>field_unknown</c> with the nearest names.</exception>
    public static ChainFormat operator -(ChainFormat format, (string First, string Second, string Third) fields) => Take(format, fields.First, fields.Second, fields.Third);

    /// <summary>Takes fields out, as an object.</summary>
    /// <exception cref="Diagnostics.IsaaException"><c>field_unknown</c> with the nearest names.</exception>
    public static ChainFormat operator -(ChainFormat format, IReadOnlyList<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return Take(format, [.. fields]);
    }

    /// <summary>The same as <c>-</c>.</summary>
    /// <param name="fields">One field, <c>*</c>, <c>field[n]</c>, or several fields.</param>
    public ChainFormat Take(params string[] fields) => new(Extraction.Take(_node, fields));

    /// <summary>Lets an agent format, whatever stands before.</summary>
    /// <param name="formatter">The agent.</param>
    public ChainFormat By(FlowAgent formatter) => By(new FlowAgentPort(formatter));

    /// <summary>Lets an agent format, whatever stands before.</summary>
    /// <param name="formatter">The agent.</param>
    public ChainFormat By(IChainAgent formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        return new ChainFormat(_node with { Formatter = formatter.Reference, Bound = formatter });
    }

    /// <summary>Lets an agent format, whatever stands before.</summary>
    /// <param name="formatter">The agent, as <c>NAME</c> or <c>NAME@VERSION</c>.</param>
    public ChainFormat By(string formatter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(formatter);
        return new ChainFormat(_node with { Formatter = formatter, Bound = null });
    }

    private static ChainFormat Take(ChainFormat format, params string[] fields)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Take(fields);
    }
}
