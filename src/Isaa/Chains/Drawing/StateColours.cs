using Isaa.Protocol.Chains;

namespace Isaa.Chains.Drawing;

/// <summary>The colours of states.</summary>
internal static class StateColours
{
    public static string Fill(string state) => state switch
    {
        ChainNodeRun.Completed => "#d3f2d3",
        ChainNodeRun.Failed => "#f8d3d3",
        ChainNodeRun.Running => "#d3e4f8",
        ChainNodeRun.Skipped => "#eeeeee",
        _ => "#ffffff",
    };

    public static string Line(string state) => state switch
    {
        ChainNodeRun.Completed => "#2e8b2e",
        ChainNodeRun.Failed => "#b22222",
        ChainNodeRun.Running => "#1f5fa8",
        _ => "#999999",
    };
}
