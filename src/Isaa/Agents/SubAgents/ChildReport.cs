using System.Globalization;
using System.Text;
using Isaa.Agents.Calls;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.SubAgents;

/// <summary>What a model reads of children.</summary>
internal static class ChildReport
{
    /// <summary>A child that has ended or still runs, with what it answered and the files that are really there.</summary>
    public static string Of(CallingRun run, DependencyState child, AgentRunJob job)
    {
        var result = ChildRuns.ResultOf(child);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"id: {child.Job}\nagent: {job.Agent}\nstatus: {Status(child, result)}");
        if (result is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nused: {result.Turns} turns, {result.Usage.Input + result.Usage.Output} tokens");
        }

        if (FolderOf(run, job) is { } folder && !child.IsOpen)
        {
            text.Append('\n').Append(SubAgentFolder.Describe(run.Setup.Workspace!, folder));
        }

        if ((result?.Error?.Message ?? child.Error?.Message) is { } error)
        {
            text.Append("\nerror: ").Append(error);
        }

        return child.IsOpen ? text.ToString() : text.Append("\nanswer:\n").Append(result is { Text.Length: > 0 } ? result.Text : "(none)").ToString();
    }

    /// <summary>One line for a list.</summary>
    public static string Line(DependencyState child) =>
        $"{child.Job}  {Status(child, ChildRuns.ResultOf(child)),-18} {child.Label}";

    /// <summary>The folder of a sub-agent below the run's; null when it has none.</summary>
    public static string? FolderOf(CallingRun run, AgentRunJob job) =>
        run.Setup.Workspace is { } workspace && job.Folder is { } folder && folder.StartsWith(workspace.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? folder[(workspace.Root.Length + 1)..]
            : null;

    private static string Status(DependencyState child, AgentResult? result) => (child.State, result?.Error?.Code) switch
    {
        (JobState.Completed, _) => "completed",
        (_, { } code) when code.StartsWith("limit_", StringComparison.Ordinal) || code == "budget_exceeded" => $"stopped at a limit ({code})",
        (JobState.Failed, _) when child.Error?.Code == "job_timeout" => "timeout",
        (var state, _) => state.ToString().ToLowerInvariant(),
    };
}
