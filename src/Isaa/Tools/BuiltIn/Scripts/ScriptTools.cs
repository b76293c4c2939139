using System.ComponentModel;
using System.Globalization;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs.Steps;
using Microsoft.Extensions.Options;

namespace Isaa.Tools.BuiltIn.Scripts;

/// <summary>Scripts that an agent keeps in its session.</summary>
internal sealed class ScriptTools(CodeRunner runner, IOptions<ToolOptions> options)
{
    /// <summary>Where scripts are in the session's folder.</summary>
    public const string Folder = "scripts";

    // Keeping the same code under the same name once more changes nothing: repeatable.
    [Tool("createScript", Categories = ["scripts"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Keeps a script in this session, to be run with runScript as often as needed. An existing one of that name is replaced.")]
    public string CreateScript(
        [Description("Name, for example count_files.py; the ending .py, .sh or .js says the language")] string name,
        [Description("The whole code")] string code,
        ToolCallContext context,
        [Description("python, shell or javascript; leave out when the name has the ending")] string? language = null)
    {
        var script = ScriptName.Parse(name, language);
        var bytes = Encoding.UTF8.GetBytes(code);
        if (bytes.Length > options.Value.MaxWriteBytes)
        {
            throw new IsaaException("file_too_large", $"The code has {bytes.Length} bytes; at most {options.Value.MaxWriteBytes} are kept.");
        }

        using var session = Workspace.Open(context.SessionFolder);
        session.Write(script.Path, bytes);
        return string.Create(CultureInfo.InvariantCulture, $"Kept {script.File} ({script.Language}, {bytes.Length} bytes). Run it with runScript.");
    }

    [Tool("runScript", Categories = ["scripts"], Kind = StepKind.OnceOnly, Risk = ToolRisk.Execute)]
    [Description("Runs a script of this session in a sandbox: the workspace is the current folder and writable, the system is read-only, there is no network. Returns exit code, stdout and stderr.")]
    public async Task<string> RunScriptAsync(
        [Description("The script's name")] string name,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("Command line arguments")] string[]? arguments = null)
    {
        var script = ScriptName.Parse(name);
        Require(script, context);
        if (arguments?.Any(static argument => argument.Contains('\0', StringComparison.Ordinal)) is true)
        {
            throw new IsaaException("invalid_arguments", "Arguments must not contain NUL characters.");
        }

        var interpreter = script.Language switch
        {
            "python" => CodeRunner.PythonPath,
            "javascript" => CodeRunner.NodePath,
            _ => CodeRunner.ShellPath,
        };
        var result = await runner.RunAsync([interpreter, $"{CodeRunner.SessionInSandbox}/{script.Path}", .. arguments ?? []], context, default, cancellationToken);
        return CodeRunner.Describe(result);
    }

    [Tool("listScripts", Categories = ["scripts"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Lists the scripts of this session.")]
    public static string ListScripts(ToolCallContext context)
    {
        var scripts = Kept(context);
        return scripts.Count == 0
            ? "This session has no scripts."
            : string.Join('\n', scripts.Select(static script => string.Create(
                CultureInfo.InvariantCulture, $"{script.Path,-30} {script.Size,10} bytes  {script.ModifiedAt:yyyy-MM-ddTHH:mm:ssZ}")));
    }

    // Deleted is deleted, however often: repeatable.
    [Tool("deleteScript", Categories = ["scripts"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Deletes a script of this session.")]
    public static string DeleteScript([Description("The script's name")] string name, ToolCallContext context)
    {
        var script = ScriptName.Parse(name);
        using var session = Workspace.Open(context.SessionFolder);
        return session.Delete(script.Path) ? $"Deleted {script.File}." : $"There was no {script.File}.";
    }

    private static List<WorkspaceEntry> Kept(ToolCallContext context)
    {
        using var session = Workspace.Open(context.SessionFolder);
        return session.Find(Folder) is { Kind: WorkspaceEntryKind.Folder }
            ? [.. session.List(Folder, isRecursive: false, most: 10_000)
                .Where(static entry => entry.Kind == WorkspaceEntryKind.File)
                .Select(static entry => entry with { Path = entry.Path[(Folder.Length + 1)..] })]
            : [];
    }

    private static void Require(ScriptName script, ToolCallContext context)
    {
        var names = Kept(context).ConvertAll(static entry => entry.Path);
        if (!names.Contains(script.File))
        {
            throw new IsaaException("script_not_found", $"This session has no script {script.File}.{NearestNames.Hint(script.File, names)} createScript makes one.");
        }
    }
}
