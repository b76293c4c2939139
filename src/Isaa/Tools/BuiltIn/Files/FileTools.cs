using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs.Steps;
using Microsoft.Extensions.Options;

namespace Isaa.Tools.BuiltIn.Files;

/// <summary>Reading and changing text files of the workspace.</summary>
internal sealed class FileTools(IOptions<ToolOptions> options)
{
    private const int RoomForMark = 300;

    [Tool("read_file", Aliases = ["read_file_content"], Categories = ["files"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Reads a text file of the workspace. Long files are cut, with a mark that says how to read on.")]
    public string ReadFile(
        [Description("Path relative to the workspace, for example notes/a.txt")] string path,
        ToolCallContext context,
        [Description("First line to read, from 1")] int? startLine = null,
        [Description("Last line to read; leave out to read to the end")] int? endLine = null,
        [Description("First character of the first line, from 1; only to read on in a very long line")] int? startColumn = null)
    {
        var content = CallWorkspace.Of(context).ReadAll(path, options.Value.MaxFileBytes);
        var text = TextWindow.Decode(path, content);
        return TextWindow.Cut(text, startLine ?? 1, startColumn ?? 1, endLine, options.Value.MaxOutputCharacters - RoomForMark);
    }

    // Writing the same content once more leaves the same file: repeatable.
    [Tool("write_file", Categories = ["files"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Writes a text file of the workspace: makes it and the folders above it, or replaces its whole content.")]
    public string WriteFile(
        [Description("Path relative to the workspace")] string path,
        [Description("The whole new content")] string content,
        ToolCallContext context)
    {
        var bytes = Encode(path, content);
        CallWorkspace.Of(context).Write(path, bytes);
        return string.Create(
            CultureInfo.InvariantCulture, $"Wrote {bytes.Length} bytes to {WorkspacePath.Escape(path)} (sha256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}).");
    }

    // Repeated, it would find its own result and fail, or replace twice: once only.
    [Tool("replace_in_file", Categories = ["files"], Kind = StepKind.OnceOnly, Risk = ToolRisk.Write)]
    [Description("Replaces an exact piece of text in a file of the workspace. It must occur exactly once, unless replaceAll is true.")]
    public string ReplaceInFile(
        [Description("Path relative to the workspace")] string path,
        [Description("The text to replace, exactly as it stands in the file, line breaks and indentation included")] string oldText,
        [Description("The text to put there")] string newText,
        ToolCallContext context,
        [Description("Replace every occurrence")] bool replaceAll = false)
    {
        if (oldText.Length == 0)
        {
            throw new IsaaException("invalid_arguments", "'oldText' must not be empty; write_file makes or replaces whole files.");
        }

        var workspace = CallWorkspace.Of(context);
        var content = workspace.ReadAll(path, options.Value.MaxFileBytes);
        var edit = new TextEdit(path, content);
        var changed = edit.Replace(oldText, newText, replaceAll, out var count);
        if (changed.Length > options.Value.MaxWriteBytes)
        {
            throw TooLarge(path, changed.Length);
        }

        workspace.Write(path, changed);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Replaced {count} {(count == 1 ? "occurrence" : "occurrences")} in {WorkspacePath.Escape(path)}; it has {changed.Length} bytes now.");
    }

    private byte[] Encode(string path, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return bytes.Length <= options.Value.MaxWriteBytes ? bytes : throw TooLarge(path, bytes.Length);
    }

    private IsaaException TooLarge(string path, long length) => new(
        "file_too_large",
        string.Create(CultureInfo.InvariantCulture, $"The content for '{WorkspacePath.Escape(path)}' has {length:N0} bytes; at most {options.Value.MaxWriteBytes:N0} are written. Use a script to make larger files."));
}
