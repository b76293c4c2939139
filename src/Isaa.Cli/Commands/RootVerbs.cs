using System.CommandLine;
using System.CommandLine.Help;
using Isaa.Cli.Commands.Agents;
using Isaa.Cli.Commands.Approvals;
using Isaa.Cli.Commands.Backups;
using Isaa.Cli.Commands.Functions;
using Isaa.Cli.Commands.Jobs;
using Isaa.Cli.Commands.Queues;
using Isaa.Cli.Commands.Workers;
using Isaa.Cli.Commands.Runs;
using Isaa.Cli.Commands.Chains;
using Isaa.Cli.Help;

namespace Isaa.Cli.Commands;

/// <summary>All verbs.</summary>
internal static class RootVerbs
{
    public static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Runs AI agents that do real work on real folders, durably.")
        {
            RunCommand.Create(context),
            ServeCommand.Create(context),
            MinionCommand.Create(context),
            WorkersCommand.Create(context),
            Group("jobs", "Looks at jobs and changes their course",
                [JobsListCommand.Create(context), JobsCountCommand.Create(context), JobsShowCommand.Create(context), JobsWatchCommand.Create(context),
                    JobsLogsCommand.Create(context), JobsSignalCommand.Create(context),
                    .. JobChangeCommands.Create(context)]),
            RunsVerbs.Create(context),
            QueuesCommand.Create(context),
            AgentsVerbs.Create(context),
            UsageCommand.Create(context),
            ApprovalsVerbs.Create(context),
            FunctionsVerbs.Create(context),
            ChainsVerbs.Create(context),
            ModelsCommand.Create(context),
            MigrateCommand.Create(context),
            DoctorCommand.Create(context),
            BackupCommand.Create(context),
            RestoreCommand.Create(context),
        };
        root.Options.OfType<VersionOption>().Single().Description = "Write the version";
        context.Options.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Write this help";
        help.Action = new HelpText((HelpAction)help.Action!);
        return root;
    }

    private static Command Group(string name, string description, params ReadOnlySpan<Command> verbs)
    {
        var group = new Command(name, description);
        foreach (var verb in verbs)
        {
            group.Subcommands.Add(verb);
        }

        return group;
    }
}
