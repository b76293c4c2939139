using System.Diagnostics;

namespace Isaa.Tools;

/// <summary>Risks by name.</summary>
public static class ToolRiskNames
{
    /// <summary>A risk's name, as events and the API write it.</summary>
    /// <param name="risk">The risk.</param>
    public static string Of(ToolRisk risk) => risk switch
    {
        ToolRisk.Read => "read",
        ToolRisk.Write => "write",
        ToolRisk.Execute => "execute",
        ToolRisk.Outward => "outward",
        _ => throw new UnreachableException(),
    };
}
