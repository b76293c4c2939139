using System.CommandLine;
using Isaa.Cli.Commands;
using Isaa.Cli.Terminal;

namespace Isaa.Cli;

/// <summary>The tool: reads the command line, runs the verb, and turns every error into one clear message and an exit code.</summary>
internal static class CliApp
{
    public static async Task<int> RunAsync(string[] args, CliHost host)
    {
        var context = new CliContext(host);
        var root = RootVerbs.Create(context);
        var parsed = root.Parse(args);
        context.Options.Read(parsed);
        context.Screen = new Screen(host, context.Options.NoColor);
        if (parsed.Errors.Count > 0)
        {
            return UsageFault.Tell(context, parsed);
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, CancellationToken.None);
        }
        catch (Exception e)
        {
            return Fault.Tell(context, e);
        }
    }
}
