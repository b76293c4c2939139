using System.Globalization;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Sandbox;
using Microsoft.Extensions.Options;

namespace Isaa.Tools.BuiltIn;

/// <summary>Runs code of a model in the sandbox, with the run's folder at /workspace and the session's own folder at /session.</summary>
internal sealed class CodeRunner(ISandbox sandbox, IOptions<ToolOptions> options)
{
    /// <summary>Where code sees the session's folder.</summary>
    public const string SessionInSandbox = "/session";

    private const string PackagesInSandbox = "/packages";

    private const string Python = "/usr/bin/python3", Node = "/usr/bin/node", Bash = "/bin/bash", Shell = "/bin/sh";

    /// <summary>The shell there is, bash when installed.</summary>
    public static string ShellPath => File.Exists(Bash) ? Bash : Shell;

    /// <summary>Python's path.</summary>
    /// <exception cref="IsaaException"><c>runtime_missing</c>.</exception>
    public static string PythonPath => Require(Python, "Python", "python3");

    /// <summary>Node's path.</summary>
    /// <exception cref="IsaaException"><c>runtime_missing</c>.</exception>
    public static string NodePath => Require(Node, "Node.js", "nodejs");

    /// <summary>Runs a command; one that broke a limit is an error with what it wrote until then.</summary>
    public async Task<SandboxResult> RunAsync(
        IReadOnlyList<string> command, ToolCallContext context, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var session = Workspace.Open(context.SessionFolder);
        using var packages = options.Value.PythonPackagesFolder is { } folder ? Workspace.Open(folder) : null;
        List<SandboxMount> mounts = [new(session, SessionInSandbox)];
        if (context.Workspace is { } workspace)
        {
            mounts.Add(new(workspace, WorkspacePath.InsideSandbox));
        }

        var environment = new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONUNBUFFERED"] = "1" };
        if (packages is not null)
        {
            mounts.Add(new(packages, PackagesInSandbox, IsReadOnly: true));
            environment["PYTHONPATH"] = PackagesInSandbox;
        }

        var result = await sandbox.RunAsync(
            new SandboxRequest
            {
                Command = command,
                Mounts = mounts,
                WorkingFolder = context.Workspace is null ? SessionInSandbox : WorkspacePath.InsideSandbox,
                Environment = environment,
                Input = input,
            },
            cancellationToken);
        return Broken(result.Outcome) is { } limit
            ? throw new IsaaException(limit.Code, $"The program {limit.What} and was stopped with everything it had started. {Describe(result)}")
            : result;
    }

    /// <summary>Exit code, time and both outputs, as a model reads them.</summary>
    public static string Describe(SandboxResult result)
    {
        var text = new StringBuilder();
        if (result.ExitCode is { } code)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"exit code: {code}{(result.Outcome == SandboxOutcome.Killed ? $" (signal {code - 128})" : "")}\n");
        }

        _ = text.Append(CultureInfo.InvariantCulture, $"seconds: {result.Duration.TotalSeconds:F2}\n");
        Append(text, "stdout", result.Output);
        Append(text, "stderr", result.Error);
        return text.ToString().TrimEnd('\n');
    }

    private static void Append(StringBuilder text, string name, SandboxOutput output)
    {
        if (output.TotalBytes > 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"--- {name}\n{output.Text}{(output.Text.EndsWith('\n') ? "" : "\n")}");
        }
    }

    private static (string Code, string What)? Broken(SandboxOutcome outcome) => outcome switch
    {
        SandboxOutcome.Timeout => ("sandbox_timeout", "took longer than it may"),
        SandboxOutcome.MemoryLimit => ("sandbox_memory_limit", "used more memory than it may"),
        SandboxOutcome.ProcessLimit => ("sandbox_process_limit", "started more processes than it may"),
        SandboxOutcome.OutputLimit => ("sandbox_output_limit", "wrote far more output than it may"),
        _ => null,
    };

    private static string Require(string path, string name, string package) => File.Exists(path)
        ? path
        : throw new IsaaException("runtime_missing", $"{name} is not installed at {path}. Install it: {SandboxRemedy.InstallCommand(package)}");
}
