using System.Globalization;

namespace Isaa.Sandbox.Launching;

/// <summary>Looks at a process and all that descend from it. Orphans stay in the tree: the sandbox's own first process adopts them.</summary>
internal static class ProcessTree
{
    /// <summary>How many threads there are, how much memory of their own they hold, and the processor time of them and their ended children.</summary>
    /// <param name="root">The process to begin with.</param>
    /// <param name="enough">The number of threads after which nobody needs to count on.</param>
    public static (int Threads, long MemoryBytes, TimeSpan Cpu) Measure(int root, int enough)
    {
        var (threads, memory, cpu) = (0, 0L, TimeSpan.Zero);
        var open = new Stack<int>([root]);
        while (open.TryPop(out var process) && threads <= enough)
        {
            try
            {
                memory += ReadMemory(process);
                cpu += LauncherCalls.ProcessorTime(process) + ReadTimeOfEndedChildren(process);
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

        return (threads, memory, cpu);
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

    private static TimeSpan ReadTimeOfEndedChildren(int process)
    {
        // The name, in parentheses, may hold anything; the numbers come after the last one.
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        const int userTimeOfChildren = 13, systemTimeOfChildren = 14, ticksPerSecond = 100;
        var ticks = long.Parse(fields[userTimeOfChildren], CultureInfo.InvariantCulture) + long.Parse(fields[systemTimeOfChildren], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((double)ticks / ticksPerSecond);
    }
}
