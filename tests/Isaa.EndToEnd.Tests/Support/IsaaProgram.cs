using System.Diagnostics;
using System.Text;

namespace Isaa.EndToEnd.Tests.Support;

/// <summary>The built program as another process, with a home of its own.</summary>
internal sealed class IsaaProgram(string home)
{
    private static readonly Lazy<string> Path = new(Build);
    private readonly Dictionary<string, string> _environment = [];

    public static string Root { get; } = FindRoot();

    public string Home { get; } = home;

    /// <summary>Sets an environment variable for the processes started from now on; null takes it away.</summary>
    public IsaaProgram With(string variable, string? value)
    {
        if (value is null)
        {
            _environment.Remove(variable);
        }
        else
        {
            _environment[variable] = value;
        }

        return this;
    }

    public async Task<ProgramResult> RunAsync(params IReadOnlyList<string> arguments)
    {
        using var process = Start(arguments);
        return await process.FinishAsync();
    }

    public RunningProgram Start(params IReadOnlyList<string> arguments)
    {
        var start = Describe(Path.Value, arguments);
        start.Environment["ISAA_HOME"] = Home;
        foreach (var (variable, value) in _environment)
        {
            start.Environment[variable] = value;
        }

        return new RunningProgram(start);
    }

    /// <summary>A process of this test: no input, output captured, and nothing of the tester's settings.</summary>
    public static ProcessStartInfo Describe(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("ISAA_", StringComparison.Ordinal) || name.EndsWith("_API_KEY", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(variable);
        }

        return start;
    }

    private static string Build()
    {
        var start = Describe(System.IO.Path.Combine(Root, "isaa"), []);
        start.Environment["ISAA_BUILD_ONLY"] = "1";
        using var build = new RunningProgram(start);
        var result = build.FinishAsync().GetAwaiter().GetResult();
        return result.ExitCode == 0
            ? System.IO.Path.Combine(Root, "artifacts", "isaa", "current", "Isaa.Cli")
            : throw new InvalidOperationException($"./isaa does not build: {result}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Isaa.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Isaa.slnx above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
