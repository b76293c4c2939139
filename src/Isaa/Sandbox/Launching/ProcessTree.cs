using System.Globalization;

namespace Isaa.Sandbox.Launching;

/// <summary>Looks at a process and all that descend from it. Orphans stay in the tree: the sandbox's own first process adopts them.</summary>
internal static class ProcessTree
{
    /// <summary>How many threads there are and how much memory of their own they hold.</summary>
    public static (int Threads, long MemoryBytes) Measure(int root, int enough)
    {
        var (threads, memory) = (0, 0L);
        var open = new Stack<int>([root]);
        while (open.TryPop(out var process) && threads <= enough)
        {
            try
            {
                memory += ReadMemory(process);
                foreach (var task in Directory.EnumerateDirectories($"/proc/{process}/task"))
                {
                    threads++;
                    foreach (var child in File.ReadAllText(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    {
                        open.Push(int.Parse(child, CultureInfo.InvariantCulture));
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return (threads, memory);
    }

    private static long ReadMemory(int process)
    {
        var kilobytes = 0L;
        foreach (var line in File.ReadLines($"/proc/{process}/status"))
        {
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
            {
                kilobytes += long.Parse(line.AsSpan(9).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
            }
        }

        return kilobytes * 1024;
    }
}
