using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Jobs;
using Isaa.Server.Hosting;
using Spectre.Console;

namespace Isaa.Cli.Commands.Workers;

/// <summary>A worker process without an address: any number of them, on any machine, share the work of one store.</summary>
internal static class MinionCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Option<string?>("--name") { Description = "What it is called in the list of workers", HelpName = "NAME" };
        var capabilities = new Option<string[]>("--capability") { Description = "What it declares beside its machine and its ready model providers; may be given several times", HelpName = "WORD" };
        var agents = new Option<string[]>("--agent") { Description = "Is there for this agent, and takes only runs that require agent:NAME; may be given several times", HelpName = "NAME" };
        var only = new Option<bool>("--only") { Description = "Takes only jobs that require one of its capabilities, and leaves what anybody may take to others" };
        var queues = new Option<string[]>("--queue") { Description = "Serves this queue and no other; may be given several times", HelpName = "QUEUE" };
        var concurrency = new Option<int>("--concurrency") { Description = "How many jobs run at once", HelpName = "N", DefaultValueFactory = _ => 10 };
        var command = new Command("minion", "Works on jobs until it is stopped, and answers nobody") { name, capabilities, agents, only, queues, concurrency };
        command.SetAction((parsed, _) => RunAsync(
            context,
            Options(parsed.GetValue(name), parsed.GetValue(capabilities) ?? [], parsed.GetValue(agents) ?? [], parsed.GetValue(only), parsed.GetValue(queues) ?? []),
            parsed.GetValue(concurrency)));
        return command;
    }

    private static MinionOptions Options(string? name, string[] capabilities, string[] agents, bool only, string[] queues)
    {
        string[] all = [.. capabilities, .. agents.Select(Capability.Agent)];
        return only && all.Length == 0
            ? throw new CliException(ExitCode.BadInput, "usage", "--only says that nothing is taken but what requires a capability of the minion: name one with --capability or --agent.")
            : new MinionOptions { Name = name, Capabilities = all, Queues = queues.Length > 0 ? queues : null, Reserved = only || agents.Length > 0 ? all : null };
    }

    private static async Task<int> RunAsync(CliContext context, MinionOptions minion, int concurrency)
    {
        var options = new ServerOptions
        {
            HomeFolder = context.Options.Home,
            Store = context.Store,
            Concurrency = concurrency is >= 1 and <= 1000
                ? concurrency
                : throw new CliException(ExitCode.BadInput, "number_invalid", $"--concurrency is {concurrency}; it must lie between 1 and 1000."),
            RunsWorker = true,
            StorePatience = ServerOptions.ServePatience,
            Minion = minion,
            Configure = context.Host.Configure,
        };
        await using var server = await IsaaServer.StartAsync(options, context.Host.Interrupted);
        if (context.Json)
        {
            var ready = new JsonMinion
            {
                Name = minion.Name,
                Store = server.Store.Shown,
                Capabilities = minion.Capabilities,
                Queues = minion.Queues,
                Reserved = minion.Reserved,
                ProcessId = Environment.ProcessId,
            };
            Verb.WriteJson(context, ready, CliJson.Default.JsonMinion);
        }
        else
        {
            var takes = minion.Reserved is { } reserved ? $"what requires {string.Join(" or ", reserved)}" : "what it can";
            context.Screen.Error.MarkupLine($"[green]●[/] {SafeText.Markup($"Minion {minion.Name} works on {server.Store.Shown} and takes {takes}. Ctrl-C stops it.", 400)}");
        }

        await server.WaitForStopAsync(context.Host.Interrupted);
        context.Screen.Error.MarkupLine("[dim]Stopping; what runs is given back and goes on elsewhere.[/]");
        return ExitCode.Ok;
    }
}
