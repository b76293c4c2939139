using Isaa.Cli.Terminal;
using Isaa.Protocol.Client;
using Spectre.Console;

namespace Isaa.Cli.Running;

/// <summary>What happens without a model: the fixed demonstration, announced before anything is done.</summary>
internal static class Demonstration
{
    /// <summary>The model to run with: null for the agent's or the default one, the demonstration's when there is none.</summary>
    public static async Task<string?> AnnounceAsync(
        CliContext context, IsaaClient client, RunRequest request, string? folder, CancellationToken cancellationToken)
    {
        var models = await client.ListModelsAsync(cancellationToken);
        if (models.Default is not null
            || (request.Agent is { } agent && (await client.Agents.GetAsync(agent, cancellationToken)).Agent.Model is not null))
        {
            return null;
        }

        if (folder is null)
        {
            throw new CliException(ExitCode.BadInput, "model_not_ready",
                "No model is configured, and the demonstration that runs without one needs a folder: add --in FOLDER. 'isaa models' says how to configure a model.");
        }

        var console = context.Screen.Error;
        console.MarkupLine("[yellow]![/] [bold]No model is configured, so your task is not done.[/] A fixed, scripted demonstration is played instead:");
        console.MarkupLine("  a Python script is written and run in the sandbox; it measures the files of");
        console.MarkupLine($"  [bold]{SafeText.Markup(folder)}[/]");
        console.MarkupLine("  and the figures are written to [bold]result.txt[/] there.");
        console.MarkupLine("  [dim]To have the task itself done, configure a model: isaa models[/]");
        console.WriteLine();
        return models.Demonstration;
    }
}
