using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Files;
using Isaa.Server.Hosting;
using Isaa.Storage;
using Isaa.Storage.Moving;
using Spectre.Console;

namespace Isaa.Cli.Commands;

internal static class MigrateCommand
{
    public static Command Create(CliContext context)
    {
        var to = new Option<string>("--to") { Description = "The PostgreSQL database, as postgres://host/database; it must be empty", HelpName = "ADDRESS", Required = true };
        var command = new Command("migrate", "Moves everything from a SQLite file to an empty PostgreSQL database, all or nothing; the file stays as it is") { to };
        command.SetAction((parsed, cancellationToken) => RunAsync(context, parsed.GetValue(to)!));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string to)
    {
        var home = IsaaHome.Open(context.Options.Home);
        var from = context.Store ?? StoreAddress.File(home.StoreFile);
        if (RunningServerFile.Find(home) is { } running && running.Store == from.Shown)
        {
            throw new CliException(ExitCode.BadInput, "server_running", $"A server works on {from} (process {running.ProcessId}). Stop it first: what it added meanwhile would be left behind.");
        }

        var moved = await StoreMove.RunAsync(from, StoreAddress.Parse(to), context.Host.Interrupted);
        if (context.Json)
        {
            Verb.WriteJson(context, new JsonMove { Tables = moved.ToDictionary(t => t.Name, t => t.Rows) }, CliJson.Default.JsonMove);
            return ExitCode.Ok;
        }

        var table = PlainTable.Create("table", "rows");
        foreach (var one in moved.Where(t => t.Rows > 0))
        {
            table.AddRow(one.Name, one.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        context.Screen.Out.Write(table);
        context.Screen.Error.WriteLine("Moved and counted. From now on set ISAA_STORE to the new address; search by text is ready again once the server has gone through the log.");
        return ExitCode.Ok;
    }
}
