using System.ComponentModel;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;

namespace Isaa.Tools.BuiltIn.Shell;

/// <summary>Commands in the sandbox.</summary>
internal sealed class ShellTools(CodeRunner runner)
{
    [Tool("shell", Categories = ["code"], Kind = StepKind.OnceOnly, Risk = ToolRisk.Execute)]
    [Description("Runs a shell command in a sandbox: the workspace is the current folder and writable, the system is read-only, there is no network. Returns exit code, stdout and stderr.")]
    public async Task<string> ShellAsync(
        [Description("The command line")] string command, ToolCallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(command) || command.Contains('\0', StringComparison.Ordinal))
        {
            throw new IsaaException("invalid_arguments", "'command' must be a command line without NUL characters.");
        }

        return CodeRunner.Describe(await runner.RunAsync([CodeRunner.ShellPath, "-c", command], context, default, cancellationToken));
    }
}
