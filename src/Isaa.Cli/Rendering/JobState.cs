using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>A job's state as people see it.</summary>
internal static class JobState
{
    public static string Markup(string state)
    {
        var color = state switch
        {
            JobStates.Completed => "green",
            JobStates.Failed or JobStates.Dead => "red",
            JobStates.Cancelled => "yellow",
            JobStates.Active => "blue",
            _ => "dim",
        };
        return $"[{color}]{state.EscapeMarkup()}[/]";
    }
}
