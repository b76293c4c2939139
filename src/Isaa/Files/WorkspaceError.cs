using System.ComponentModel;
using System.Runtime.InteropServices;
using Isaa.Diagnostics;

namespace Isaa.Files;

/// <summary>Turns error numbers of the operating system into errors that say what was wrong and what would be right.</summary>
internal static class WorkspaceError
{
    public static IsaaException FromLast(string path) => From(Marshal.GetLastPInvokeError(), path);

    public static IsaaException From(int error, string path)
    {
        var shown = WorkspacePath.Escape(path);
        return error switch
        {
            LinuxCalls.ENOENT => new("file_not_found", $"There is no '{shown}' in the workspace. list_directory shows what there is."),
            LinuxCalls.EXDEV => Outside(path),
            LinuxCalls.ELOOP => new("path_outside_workspace", $"'{shown}' goes through a link that is not followed. Name the target itself."),
            LinuxCalls.ENOTDIR => new("not_a_folder", $"A part of '{shown}' that should be a folder is none."),
            LinuxCalls.EISDIR => NotAFile(path, WorkspaceEntryKind.Folder),
            LinuxCalls.ENXIO => NotAFile(path, WorkspaceEntryKind.Special),
            LinuxCalls.EACCES or LinuxCalls.EPERM => new("access_denied", $"The operating system does not permit this on '{shown}'."),
            LinuxCalls.EROFS => new("access_denied", $"'{shown}' is on a file system that is read-only."),
            LinuxCalls.ENAMETOOLONG => new("path_invalid", $"'{Shorten(shown)}' is too long for a path."),
            LinuxCalls.EINVAL => new("path_invalid", $"'{shown}' is not a name the file system takes."),
            LinuxCalls.ENOSPC or LinuxCalls.EDQUOT => new("disk_full", $"There is no room left on the disk for '{shown}'."),
            LinuxCalls.EFBIG => new("file_too_large", $"'{shown}' would be larger than the system allows."),
            _ => new("file_error", $"'{shown}': {new Win32Exception(error).Message} (error {error})."),
        };
    }

    public static IsaaException Outside(string path) =>
        new("path_outside_workspace", $"'{WorkspacePath.Escape(path)}' leads out of the workspace folder. Use a path inside it.");

    public static IsaaException NotAFile(string path, WorkspaceEntryKind kind) =>
        new("not_a_file", $"'{WorkspacePath.Escape(path)}' is {Describe(kind)}, not a regular file.");

    private static string Describe(WorkspaceEntryKind kind) => kind switch
    {
        WorkspaceEntryKind.Folder => "a folder",
        WorkspaceEntryKind.Link => "a symbolic link",
        WorkspaceEntryKind.Special => "a pipe, socket or device",
        _ => "a file",
    };

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
