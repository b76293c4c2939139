using System.CommandLine;
using Isaa.Cli.Commands.Runs;

namespace Isaa.Cli.Commands.Agents;

/// <summary>All verbs of agents.</summary>
internal static class AgentsVerbs
{
    public static Command Create(CliContext context) => new("agents", "Keeps agents: adds them, compares their versions, moves them between stores")
    {
        AgentsListCommand.Create(context),
        AgentsShowCommand.Create(context),
        AgentsAddCommand.Create(context),
        AgentsValidateCommand.Create(context),
        AgentsVersionsCommand.Create(context),
        AgentsDiffCommand.Create(context),
        AgentsRollbackCommand.Create(context),
        AgentsExportCommand.Create(context),
        AgentsImportCommand.Create(context),
        AgentsDeleteCommand.Create(context),
        MindCommand.Create(context),
    };

    /// <summary>The argument that names an agent.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The agent's name" };

    /// <summary>The argument that names an agent or one version of it.</summary>
    public static Argument<string> Reference() => new("NAME") { Description = "The agent's name, or NAME@VERSION" };
}
