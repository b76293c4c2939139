using System.ComponentModel;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Sandbox;

namespace Isaa.Tools.BuiltIn.Scripts;

/// <summary>Python with a memory: variables, functions and imports stay for the next call of the session.</summary>
/// <remarks>The state is a file in the session's folder that only Python inside the sandbox ever reads: whoever wrote it may be hostile.</remarks>
internal sealed class PythonTools(CodeRunner runner)
{
    /// <summary>What the driver exits with when the user's code, not the driver, failed.</summary>
    private const int UserCodeFailed = 97;

    private static readonly Lazy<string> Driver = new(static () =>
    {
        using var stream = typeof(PythonTools).Assembly.GetManifestResourceStream("Isaa.Tools.python_session.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    [Tool("execute_python", Categories = ["code"], Kind = StepKind.OnceOnly, Risk = ToolRisk.Execute)]
    [Description("Runs Python code in a sandbox and returns what it printed and the value of its last expression. Variables, functions and imports stay for the next call of this session. The workspace is the current folder and writable, the system is read-only, there is no network.")]
    public async Task<string> ExecutePythonAsync(
        [Description("The code")] string code,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("Forget everything from earlier calls first")] bool reset = false)
    {
        var result = await runner.RunAsync(
            [CodeRunner.PythonPath, "-I", "-c", Driver.Value, reset ? "reset" : "keep"], context, Encoding.UTF8.GetBytes(code), cancellationToken);
        var text = Describe(result);
        return result.ExitCode switch
        {
            0 => text,
            UserCodeFailed => throw new IsaaException("python_error", text),
            _ => throw new IsaaException("python_error", $"Python ended by itself; the state of the session is as before this call.\n{CodeRunner.Describe(result)}"),
        };
    }

    private static string Describe(SandboxResult result)
    {
        var text = (result.Output.Text, result.Error.Text) switch
        {
            ("", "") => "done, nothing printed",
            (var output, "") => output,
            ("", var error) => error,
            var (output, error) => $"{output.TrimEnd('\n')}\n--- stderr\n{error}",
        };
        return text.TrimEnd('\n');
    }
}
