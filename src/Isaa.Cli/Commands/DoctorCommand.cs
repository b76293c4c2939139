using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("doctor", "Looks whether this machine has what Isaa needs, and names the repair");
        command.SetAction((_, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var report = await connection.Client.GetDoctorAsync(cancellationToken);
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
