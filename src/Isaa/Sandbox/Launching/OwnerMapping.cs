using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Sandbox.Launching;

/// <summary>
/// User namespaces through which a mount shows the files of one owner as the sandbox user's own, and the other way round for what the sandbox
/// makes. Only root can make and use them.
/// </summary>
internal static class OwnerMapping
{
    /// <summary>The user and group that sandboxed programs have when Isaa runs as root. Nobody else's on any system we know.</summary>
    public const uint SandboxUser = 1_702_453_001;

    private const long AllIds = uint.MaxValue;

    private static readonly ConcurrentDictionary<(uint User, uint Group), Lazy<SafeFileHandle>> Namespaces = new();

    /// <summary>The namespace for an owner; made once.</summary>
    public static SafeFileHandle For(uint user, uint group) =>
        Namespaces.GetOrAdd((user, group), static owner => new(() => Create(owner.User, owner.Group))).Value;

    /// <summary>The lines of a map that swaps two ids and keeps all others.</summary>
    public static string Swap(uint one, uint other)
    {
        if (one == other)
        {
            return $"0 0 {AllIds}\n";
        }

        var (low, high) = one < other ? (one, other) : (other, one);
        var lines = new StringBuilder();
        Line(0, 0, low);
        Line(low, high, 1);
        Line(low + 1L, low + 1L, high - low - 1L);
        Line(high, low, 1);
        Line(high + 1L, high + 1L, AllIds - high - 1L);
        return lines.ToString();

        void Line(long inside, long outside, long count)
        {
            if (count > 0)
            {
                _ = lines.Append(CultureInfo.InvariantCulture, $"{inside} {outside} {count}\n");
            }
        }
    }

    private static SafeFileHandle Create(uint user, uint group)
    {
        var start = new ProcessStartInfo("/usr/bin/unshare", ["--user", "/bin/sh", "-c", "echo; read end"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        using var holder = Process.Start(start) ?? throw new IOException("unshare did not start.");
        try
        {
            if (holder.StandardOutput.Read() < 0)
            {
                throw new IOException($"unshare made no user namespace: {holder.StandardError.ReadToEnd()}");
            }

            WriteMap($"/proc/{holder.Id}/uid_map", Swap(user, SandboxUser));
            WriteMap($"/proc/{holder.Id}/gid_map", Swap(group, SandboxUser));
            return File.OpenHandle($"/proc/{holder.Id}/ns/user");
        }
        finally
        {
            holder.StandardInput.Close();
            holder.WaitForExit();
        }
    }

    private static void WriteMap(string path, string map)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(Encoding.ASCII.GetBytes(map));
    }
}
