using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(CliContext context)
    {
        var store = new Option<bool>("--store") { Description = "Look through all jobs of the store too, for what must never be so" };
        var command = new Command("doctor", "Looks whether this machine has what Isaa needs, and names the repair") { store };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var report = await connection.Client.GetDoctorAsync(parsed.GetValue(store), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, report, ProtocolJson.Default.DoctorReport);
            }
            else
            {
                DoctorTable.Write(context, report);
            }

            return report.IsHealthy ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }
}
