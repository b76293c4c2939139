using Isaa.Chains.Drawing;

namespace Isaa.Chains;

public partial class Chain
{
    /// <summary>Writes the chain as a tree of lines, as it will run. For Mermaid, DOT and JSON see <see cref="ChainGraphs"/>.</summary>
    /// <param name="output">Where to; null for the console.</param>
    /// <exception cref="Diagnostics.IsaaException">The errors of <see cref="Check"/>.</exception>
    public void PrintGraph(TextWriter? output = null) => (output ?? Console.Out).Write(ChainTree.Write(ChainGraphs.Of(this)));
}
