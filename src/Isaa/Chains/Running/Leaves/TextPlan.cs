using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Leaves;

/// <summary>Answers with a text.</summary>
internal sealed class TextPlan(string path, TextNode node) : PlanNode(path, node)
{
    private readonly ChainValue _text = ChainValue.Of(node.Text);

    public override ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame) => new(_text);
}
