using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Files;
using Isaa.Storage;
using Isaa.Storage.Sqlite.Backups;
using Spectre.Console;

namespace Isaa.Cli.Commands.Backups;

/// <summary>The one verb that speaks to no server: none may have the store open.</summary>
internal static class RestoreCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A file that 'isaa backup FILE' has written" };
        var command = new Command("restore", "Puts a backup in the place of the SQLite store, which is kept beside it; no server may run") { file };
        command.SetAction(async (parsed, _) =>
        {
            if (context.Options.Server is not null)
            {
                throw new CliException(ExitCode.BadInput, "server_invalid", "A store is restored on its own machine, while no server runs: leave out --server.");
            }

            var store = context.Store ?? StoreAddress.File(IsaaHome.Open(context.Options.Home).StoreFile);
            if (store.IsPostgres)
            {
                throw new CliException(ExitCode.BadInput, "backup_unsupported", $"Isaa restores SQLite stores. {store} is PostgreSQL: use pg_restore or your server's own backups.");
            }

            var kept = await SqliteBackup.RestoreAsync(parsed.GetRequiredValue(file), store.Target, context.Host.Time, context.Host.Interrupted);
            if (context.Json)
            {
                Verb.WriteJson(context, new JsonRestore { Store = store.Target, Kept = kept }, CliJson.Default.JsonRestore);
                return ExitCode.Ok;
            }

            context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(store.Target, 400)} is restored");
            if (kept is not null)
            {
                context.Screen.Error.MarkupLine($"[dim]The store that was there is kept as {SafeText.Markup(kept, 400)}[/]");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
