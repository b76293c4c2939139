using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Files;

/// <summary>Looking at entries and listing folders.</summary>
internal sealed partial class LinuxFolder
{
    private const int DeepestFolder = 200;

    public override IReadOnlyList<WorkspaceEntry> List(string path, bool isRecursive, int most)
    {
        using var folder = OpenBeneath(path, LinuxCalls.FolderOnly);
        var entries = new List<WorkspaceEntry>();
        Collect(folder, path == "." ? "" : WorkspacePath.Escape(path) + "/", isRecursive ? DeepestFolder : 0, most, entries);
        return entries;
    }

    private static void Collect(SafeFileHandle folder, string prefix, int depth, int most, List<WorkspaceEntry> entries)
    {
        foreach (var name in ReadNames(folder, most - entries.Count, prefix))
        {
            if (entries.Count >= most)
            {
                return;
            }

            var terminated = NullTerminated(name);
            if (!TryStat(folder, terminated, LinuxCalls.AtNoFollow, out var stat))
            {
                continue; // it went away since the names were read
            }

            var entry = ToEntry(stat, prefix + WorkspacePath.Decode(name));
            entries.Add(entry.Kind == WorkspaceEntryKind.Link ? entry with { LinkTarget = ReadLink(Number(folder), terminated) } : entry);
            if (entry.Kind == WorkspaceEntryKind.Folder && depth > 0)
            {
                Enter(folder, terminated, entry.Path + "/", depth - 1, most, entries);
            }
        }
    }

    private static void Enter(SafeFileHandle folder, byte[] name, string prefix, int depth, int most, List<WorkspaceEntry> entries)
    {
        const int flags = LinuxCalls.CloseOnExec;
        var number = LinuxCalls.OpenAtBytes(Number(folder), name, flags | LinuxCalls.FolderOnly | LinuxCalls.NoFollow);
        if (number >= 0)
        {
            using var inner = new SafeFileHandle(number, ownsHandle: true);
            Collect(inner, prefix, depth, most, entries);
        }
    }

    /// <summary>All names in byte order; when there are far more than wanted, the first that came.</summary>
    private static List<byte[]> ReadNames(SafeFileHandle folder, int wanted, string path)
    {
        var names = new List<byte[]>();
        var buffer = new byte[32 * 1024];
        while (names.Count < Math.Max(wanted, 100_000))
        {
            var length = LinuxCalls.ReadEntries(Number(folder), buffer);
            if (length < 0)
            {
                throw WorkspaceError.FromLast(path);
            }

            if (length == 0)
            {
                break;
            }

            for (var at = 0; at < length; at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16)))
            {
                var name = buffer.AsSpan(at + 19);
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add(name.ToArray());
                }
            }
        }

        names.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return names;
    }

    private static WorkspaceEntry Describe(SafeFileHandle handle, string path) =>
        TryStat(handle, "\0"u8, LinuxCalls.AtEmptyPath, out var stat)
            ? ToEntry(stat, WorkspacePath.Escape(path))
            : throw WorkspaceError.FromLast(path);

    private static WorkspaceEntry ToEntry(LinuxCalls.Statx stat, string path) => new()
    {
        Path = path,
        Kind = KindOf(stat.Mode),
        Size = (long)stat.Size,
        ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(stat.ModifiedSeconds).AddTicks(stat.ModifiedNanoseconds / 100),
        Mode = (UnixFileMode)(stat.Mode & 0xfff),
    };

    private static WorkspaceEntryKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => WorkspaceEntryKind.File,
        0x4000 => WorkspaceEntryKind.Folder,
        0xa000 => WorkspaceEntryKind.Link,
        _ => WorkspaceEntryKind.Special,
    };

    private static bool TryStat(SafeFileHandle folder, ReadOnlySpan<byte> name, int flags, out LinuxCalls.Statx stat) =>
        LinuxCalls.Stat(Number(folder), name, flags, out stat) == 0;

    private static unsafe string? ReadLink(int folder, ReadOnlySpan<byte> path)
    {
        Span<byte> buffer = stackalloc byte[4096];
        fixed (byte* start = path)
        fixed (byte* target = buffer)
        {
            var length = LinuxCalls.ReadLinkAt(folder, start, target, buffer.Length);
            return length < 0 ? null : WorkspacePath.Decode(buffer[..(int)length]);
        }
    }

    private static byte[] NullTerminated(ReadOnlySpan<byte> name)
    {
        var terminated = new byte[name.Length + 1];
        name.CopyTo(terminated);
        return terminated;
    }

    private static byte[] NullTerminated(string name) => Encoding.UTF8.GetBytes(name + '\0');
}
