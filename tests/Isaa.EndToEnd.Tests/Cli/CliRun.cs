using Isaa.Cli;
using Isaa.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.EndToEnd.Tests.Cli;

/// <summary>The tool inside this process, in a home of its own, with its output caught.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];

    public string Home { get; } = Directory.CreateTempSubdirectory("isaa-t-").FullName;

    public string Folder { get; } = Directory.CreateTempSubdirectory("isaa-w-").FullName;

    public StringWriter Out { get; private set; } = new();

    public StringWriter Error { get; private set; } = new();

    public bool IsTerminal { get; init; }

    public int Width { get; init; } = 100;

    public Action<IServiceCollection>? Configure { get; init; }

    public CliRun With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public async Task<int> RunAsync(params string[] args)
    {
        Out = new StringWriter();
        Error = new StringWriter();
        return await CliApp.RunAsync([.. args, "--home", Home], Host(TestContext.Current.CancellationToken));
    }

    /// <summary>Without the home, for command lines that are wrong.</summary>
    public async Task<int> RunAsIsAsync(params string[] args)
    {
        Out = new StringWriter();
        Error = new StringWriter();
        return await CliApp.RunAsync(args, Host(TestContext.Current.CancellationToken));
    }

    public Task<int> RunInterruptibleAsync(CancellationToken interrupted, params string[] args) =>
        CliApp.RunAsync([.. args, "--home", Home], Host(interrupted));

    public void Dispose()
    {
        Directory.Delete(Home, recursive: true);
        Directory.Delete(Folder, recursive: true);
    }

    public CliHost Host(CancellationToken interrupted) => new()
    {
        Out = Out,
        Error = Error,
        OutIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
        Width = Width,
        Environment = name => _environment.GetValueOrDefault(name),
        CurrentFolder = Folder,
        Time = TimeProvider.System,
        Ids = new IdSource(TimeProvider.System),
        Interrupted = interrupted,
        Configure = Configure,
    };
}
