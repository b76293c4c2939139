using System.Runtime.InteropServices;
using System.Text;
using Isaa.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Files;

/// <summary>A folder on Linux: one descriptor, and every act resolved beneath it by the kernel.</summary>
internal sealed partial class LinuxFolder : FolderAccess
{
    private const int Patience = 64;

    private readonly SafeFileHandle _root;
    private readonly LinuxCalls.Statx _rootStat;
    private volatile bool _usesOpenAt2;

    private LinuxFolder(SafeFileHandle root, LinuxCalls.Statx stat, bool usesOpenAt2) => (_root, _rootStat, _usesOpenAt2) = (root, stat, usesOpenAt2);

    public override SafeFileHandle Handle => _root;

    public override (uint User, uint Group) Owner => (_rootStat.Uid, _rootStat.Gid);

    public override string CurrentPath => ReadLink(-100, Encoding.UTF8.GetBytes($"/proc/self/fd/{_root.DangerousGetHandle()}\0"))
        ?? throw new IsaaException("folder_not_found", "The workspace folder is gone.");

    public static LinuxFolder Open(string path, bool usesOpenAt2)
    {
        var shown = WorkspacePath.Escape(path);
        var root = OpenAt(-100, path, LinuxCalls.PathOnly | LinuxCalls.FolderOnly | LinuxCalls.CloseOnExec);
        if (root is null)
        {
            var error = Marshal.GetLastPInvokeError();
            throw error switch
            {
                LinuxCalls.ENOTDIR => new IsaaException("folder_not_found", $"'{shown}' is not a folder."),
                LinuxCalls.EACCES or LinuxCalls.EPERM => Unreadable(shown),
                _ => new IsaaException("folder_not_found", $"The folder '{shown}' does not exist."),
            };
        }

        using var probe = OpenAt(Number(root), ".", LinuxCalls.FolderOnly | LinuxCalls.CloseOnExec);
        if (probe is null || !TryStat(root, "\0"u8, LinuxCalls.AtEmptyPath, out var stat))
        {
            root.Dispose();
            throw Unreadable(shown);
        }

        return new LinuxFolder(root, stat, usesOpenAt2);
    }

    public override (SafeFileHandle File, WorkspaceEntry Entry) OpenRead(string path)
    {
        var file = OpenBeneath(path, LinuxCalls.NonBlocking | LinuxCalls.NoTerminal);
        var entry = Describe(file, path);
        if (entry.Kind != WorkspaceEntryKind.File)
        {
            file.Dispose();
            throw WorkspaceError.NotAFile(path, entry.Kind);
        }

        return (file, entry);
    }

    public override WorkspaceEntry? Find(string path)
    {
        using var found = TryOpenBeneath(path, LinuxCalls.PathOnly | LinuxCalls.NoFollow);
        if (found is null)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == LinuxCalls.ENOENT ? null : throw WorkspaceError.From(error, path);
        }

        var entry = Describe(found, path);
        return entry.Kind == WorkspaceEntryKind.Link ? entry with { LinkTarget = ReadLink(Number(found), "\0"u8) } : entry;
    }

    public override void CreateFolder(string path) => OpenFolder(path, creates: true).Dispose();

    public override bool Delete(string folder, string name)
    {
        using var parent = TryOpenBeneath(folder, LinuxCalls.PathOnly | LinuxCalls.FolderOnly);
        if (parent is not null && LinuxCalls.UnlinkAt(Number(parent), name, 0) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == LinuxCalls.ENOENT ? false : throw WorkspaceError.From(error, name);
    }

    public override void Dispose() => _root.Dispose();

    private static IsaaException Unreadable(string shown) =>
        new("folder_not_readable", $"The folder '{shown}' cannot be read by this user. Change its permissions or choose another folder.");

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static SafeFileHandle? OpenAt(int folder, string path, int flags, uint mode = 0)
    {
        var number = LinuxCalls.OpenAt(folder, path, flags, mode);
        return number < 0 ? null : new SafeFileHandle(number, ownsHandle: true);
    }

    private SafeFileHandle OpenBeneath(string path, int flags) => TryOpenBeneath(path, flags) ?? throw WorkspaceError.FromLast(path);

    /// <summary>Opens beneath the root, or returns null with the error number left in place.</summary>
    private SafeFileHandle? TryOpenBeneath(string path, int flags)
    {
        var how = new LinuxCalls.OpenHow { Flags = (ulong)(flags | LinuxCalls.CloseOnExec), Resolve = LinuxCalls.ResolveBeneath };
        for (var attempt = 0; _usesOpenAt2; attempt++)
        {
            var number = LinuxCalls.OpenAt2(Number(_root), path, how);
            if (number >= 0)
            {
                return new SafeFileHandle(number, ownsHandle: true);
            }

            var error = Marshal.GetLastPInvokeError();
            if (error is LinuxCalls.ENOSYS or LinuxCalls.EPERM)
            {
                _usesOpenAt2 = false;
            }
            else if (error != LinuxCalls.EAGAIN || attempt == Patience)
            {
                return null;
            }
        }

        return Walk(path, flags | LinuxCalls.CloseOnExec);
    }

    /// <summary>What <c>openat2</c> does, for a kernel without it: one component at a time, following no link at all.</summary>
    private SafeFileHandle? Walk(string path, int flags)
    {
        var above = new Stack<SafeFileHandle>();
        try
        {
            var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i] == "..")
                {
                    if (above.Count == 0)
                    {
                        Marshal.SetLastPInvokeError(LinuxCalls.EXDEV);
                        return null;
                    }

                    above.Pop().Dispose();
                    continue;
                }

                var isLast = i == parts.Length - 1;
                var folder = above.Count == 0 ? _root : above.Peek();
                var next = OpenAt(Number(folder), parts[i], (isLast ? flags : LinuxCalls.PathOnly | LinuxCalls.CloseOnExec) | LinuxCalls.NoFollow);
                if (isLast || next is null || !IsPassable(next))
                {
                    return isLast ? next : null;
                }

                above.Push(next);
            }

            return OpenAt(Number(above.Count == 0 ? _root : above.Peek()), ".", flags);
        }
        finally
        {
            var error = Marshal.GetLastPInvokeError();
            foreach (var handle in above)
            {
                handle.Dispose();
            }

            Marshal.SetLastPInvokeError(error);
        }
    }

    private static bool IsPassable(SafeFileHandle handle)
    {
        _ = TryStat(handle, "\0"u8, LinuxCalls.AtEmptyPath, out var stat);
        var kind = KindOf(stat.Mode);
        if (kind == WorkspaceEntryKind.Folder)
        {
            return true;
        }

        handle.Dispose();
        Marshal.SetLastPInvokeError(kind == WorkspaceEntryKind.Link ? LinuxCalls.ELOOP : LinuxCalls.ENOTDIR);
        return false;
    }
}
