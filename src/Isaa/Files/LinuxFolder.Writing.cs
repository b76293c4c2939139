using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Files;

/// <summary>Making folders and replacing files.</summary>
internal sealed partial class LinuxFolder
{
    private const uint NewFileMode = 0b110_110_110;
    private const uint NewFolderMode = 0b111_111_111;

    public override void Write(string folder, string name, ReadOnlySpan<byte> content)
    {
        using var parent = OpenFolder(folder, creates: true);
        var path = folder == "." ? name : $"{folder}/{name}";
        var existing = StatTarget(parent, name, path);
        var temporary = $".isaa-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp";
        try
        {
            using (var file = OpenAt(
                Number(parent), temporary, LinuxCalls.WriteOnly | LinuxCalls.CreateNew | LinuxCalls.NoFollow | LinuxCalls.CloseOnExec, NewFileMode)
                ?? throw WorkspaceError.FromLast(path))
            {
                Fill(file, content, existing, path);
            }

            Check(LinuxCalls.RenameAt(Number(parent), temporary, Number(parent), name), path);
        }
        catch
        {
            _ = LinuxCalls.UnlinkAt(Number(parent), temporary, 0);
            throw;
        }

        SyncFolder(parent);
    }

    private static LinuxCalls.Statx? StatTarget(SafeFileHandle parent, string name, string path)
    {
        if (!TryStat(parent, NullTerminated(name), LinuxCalls.AtNoFollow, out var stat))
        {
            var error = Marshal.GetLastPInvokeError();
            return error == LinuxCalls.ENOENT ? null : throw WorkspaceError.From(error, path);
        }

        var kind = KindOf(stat.Mode);
        return kind == WorkspaceEntryKind.File ? stat : throw WorkspaceError.NotAFile(path, kind);
    }

    private void Fill(SafeFileHandle file, ReadOnlySpan<byte> content, LinuxCalls.Statx? existing, string path)
    {
        try
        {
            RandomAccess.Write(file, content, fileOffset: 0);
        }
        catch (IOException e) when ((e.HResult & 0xffff) is LinuxCalls.ENOSPC or LinuxCalls.EDQUOT or LinuxCalls.EFBIG)
        {
            throw WorkspaceError.From(e.HResult & 0xffff, path);
        }

        var owner = existing ?? _rootStat;
        if (LinuxCalls.EffectiveUser() == 0)
        {
            // What root makes in somebody's folder belongs to that somebody, or sandboxed code could not change it.
            Check(LinuxCalls.ChangeOwner(Number(file), owner.Uid, owner.Gid), path);
        }

        if (existing is { } kept)
        {
            Check(LinuxCalls.ChangeMode(Number(file), (uint)(kept.Mode & 0xfff)), path);
        }

        Check(LinuxCalls.Sync(Number(file)), path);
    }

    private SafeFileHandle OpenFolder(string path, bool creates)
    {
        const int flags = LinuxCalls.PathOnly;
        var found = TryOpenBeneath(path, flags | LinuxCalls.FolderOnly);
        if (found is not null)
        {
            return found;
        }

        var error = Marshal.GetLastPInvokeError();
        if (!creates || error != LinuxCalls.ENOENT || path == ".")
        {
            throw WorkspaceError.From(error, path);
        }

        var slash = path.LastIndexOf('/');
        using var parent = OpenFolder(slash <= 0 ? "." : path[..slash], creates: true);
        MakeFolder(parent, path[(slash + 1)..], path);
        return OpenBeneath(path, flags | LinuxCalls.FolderOnly);
    }

    private void MakeFolder(SafeFileHandle parent, string name, string path)
    {
        if (name is "" or "." or "..")
        {
            return;
        }

        if (LinuxCalls.MakeFolderAt(Number(parent), name, NewFolderMode) == 0)
        {
            if (LinuxCalls.EffectiveUser() == 0)
            {
                Check(LinuxCalls.ChangeOwnerAt(Number(parent), name, _rootStat.Uid, _rootStat.Gid, LinuxCalls.AtNoFollow), path);
            }

            SyncFolder(parent);
        }
        else if (Marshal.GetLastPInvokeError() != LinuxCalls.EEXIST)
        {
            throw WorkspaceError.FromLast(path);
        }
    }

    private static void SyncFolder(SafeFileHandle folder)
    {
        using var readable = OpenAt(Number(folder), ".", LinuxCalls.FolderOnly | LinuxCalls.CloseOnExec);
        if (readable is not null)
        {
            _ = LinuxCalls.Sync(Number(readable));
        }
    }

    private static void Check(int result, string path)
    {
        if (result < 0)
        {
            throw WorkspaceError.FromLast(path);
        }
    }
}
