using System.Text.Json.Serialization;

namespace Isaa.Chains.Nodes;

/// <summary>
/// A node of a chain as it was written: pure data, immutable, and the same whether operators, the text language or JSON made it. What a condition
/// guards and what <c>[n]</c> maps is decided when the chain is checked, not here.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "node")]
[JsonDerivedType(typeof(AgentNode), "agent")]
[JsonDerivedType(typeof(FunctionNode), "function")]
[JsonDerivedType(typeof(ToolNode), "tool")]
[JsonDerivedType(typeof(TextNode), "text")]
[JsonDerivedType(typeof(FormatNode), "format")]
[JsonDerivedType(typeof(ConditionNode), "condition")]
[JsonDerivedType(typeof(SequenceNode), "sequence")]
[JsonDerivedType(typeof(ParallelNode), "parallel")]
[JsonDerivedType(typeof(ElseNode), "else")]
[JsonDerivedType(typeof(FallbackNode), "fallback")]
[JsonDerivedType(typeof(RepeatNode), "repeat")]
[JsonDerivedType(typeof(WaitNode), "wait")]
[JsonDerivedType(typeof(ReferenceNode), "chain")]
public abstract record ChainNode
{
    private protected ChainNode()
    {
    }

    /// <summary>The nodes inside it, in order; empty for a leaf.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<ChainNode> Children => [];
}
