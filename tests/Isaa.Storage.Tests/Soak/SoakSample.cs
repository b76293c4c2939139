using System.Text.Json;
using Isaa.Storage.Tests.Crashes.Audits;

namespace Isaa.Storage.Tests.Soak;

/// <summary>How a process stood at one moment, and how it did since the moment before.</summary>
internal sealed record SoakSample
{
    public required double Minute { get; init; }

    /// <summary>What is left after a full collection.</summary>
    public required double HeapMb { get; init; }

    /// <summary>What the operating system gave the process.</summary>
    public required double ProcessMb { get; init; }

    /// <summary>The file with its log, or all tables with their indexes.</summary>
    public required double StoreMb { get; init; }

    /// <summary>Jobs that have not ended.</summary>
    public required long Open { get; init; }

    /// <summary>Jobs that ended a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>From the call that adds a job to the start of its handler.</summary>
    public required double PickUpP50Ms { get; init; }

    public required double PickUpP99Ms { get; init; }

    public string Write() => JsonSerializer.Serialize(this, CrashReport.Style);

    public static SoakSample Read(string text) => JsonSerializer.Deserialize<SoakSample>(text, CrashReport.Style)!;
}
