using System.Reflection;

namespace Isaa.Cli;

internal static class Program
{
    // The version answers without loading a parser, a terminal or a server.
    public static Task<int> Main(string[] args)
    {
        if (args is ["--version"])
        {
            Console.Out.WriteLine($"isaa {Version}");
            return Task.FromResult(ExitCode.Ok);
        }

        return Terminal.ProcessHost.RunAsync(args);
    }

    public static string Version { get; } =
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
