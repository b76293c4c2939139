using Isaa.Diagnostics;
using Isaa.Files;

namespace Isaa.Tools.BuiltIn;

/// <summary>The folder of the run that calls.</summary>
internal static class CallWorkspace
{
    /// <summary>The folder, or an error for a run that has none.</summary>
    public static Workspace Of(ToolCallContext context) => context.Workspace
        ?? throw new IsaaException("workspace_missing", "This run has no workspace folder. Start it with one, for example: isaa run \"…\" --in FOLDER");
}
