using System.Collections.Concurrent;
using Isaa.Sandbox.Launching;

namespace Isaa.Sandbox.Landlock;

/// <summary>The programs of the second wall, made once for each set of rules; there are as many sets as there are kinds of sandboxes. Thread safe.</summary>
internal static class LandlockFiles
{
    private static readonly ConcurrentDictionary<string, Lazy<MemoryFile>> Files = new(StringComparer.Ordinal);

    /// <summary>The program for these rules.</summary>
    /// <param name="version">The version of the kernel's interface.</param>
    /// <param name="rules">What may be done.</param>
    /// <param name="port">The only TCP port that may be used; null for none.</param>
    public static MemoryFile For(int version, IReadOnlyList<LandlockRule> rules, ushort? port) =>
        Files.GetOrAdd($"{version} {port} {string.Join(' ', rules)}", _ => new(() => new MemoryFile("wall", LandlockProgram.Build(MachineCode.ForThisMachine(), version, rules, port)))).Value;
}
