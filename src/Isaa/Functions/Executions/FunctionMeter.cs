using System.Diagnostics.Metrics;
using Isaa.Diagnostics;

namespace Isaa.Functions.Executions;

/// <summary>Counts and times calls of functions on the one meter.</summary>
internal static class FunctionMeter
{
    private static readonly Counter<long> Calls = IsaaTelemetry.Meter.CreateCounter<long>("isaa.function.calls", "{call}", "Calls of functions that have ended.");
    private static readonly Histogram<double> Duration = IsaaTelemetry.Meter.CreateHistogram<double>("isaa.function.duration", "s", "How long calls of functions took.");
    private static readonly Counter<double> Cpu = IsaaTelemetry.Meter.CreateCounter<double>("isaa.function.cpu", "s", "Processor time of calls of functions.");
    private static readonly Histogram<long> Memory = IsaaTelemetry.Meter.CreateHistogram<long>("isaa.function.peak_memory", "By", "The most memory calls of functions held.");

    public static void Record(FunctionExecution execution, FunctionLanguage language)
    {
        var function = KeyValuePair.Create<string, object?>("function", execution.Function);
        var outcome = KeyValuePair.Create<string, object?>("outcome", FunctionNames.Of(execution.Outcome!.Value));
        var written = KeyValuePair.Create<string, object?>("language", FunctionNames.Of(language));
        Calls.Add(1, function, outcome, written);
        Duration.Record(execution.Usage.Duration.TotalSeconds, function, outcome, written);
        Cpu.Add(execution.Usage.CpuTime.TotalSeconds, function, outcome, written);
        if (execution.Usage.PeakMemoryBytes is { } bytes)
        {
            Memory.Record(bytes, function, outcome, written);
        }
    }
}
