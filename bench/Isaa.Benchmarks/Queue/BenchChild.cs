using System.Diagnostics;

namespace Isaa.Benchmarks.Queue;

/// <summary>This program started once more with an order in its environment.</summary>
internal static class BenchChild
{
    public static Process Start(string variable, string order)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(BenchChild).Assembly.Location);
        }

        start.Environment[variable] = order;
        return Process.Start(start)!;
    }
}
