using System.Text.Json;

namespace Isaa.Storage.Tests.Soak;

/// <summary>What a process that works for a long time is to do.</summary>
internal sealed record SoakOrder
{
    public const string Variable = "ISAA_TEST_SOAK";

    /// <summary>The store's address; see <see cref="Crashes.Host.CrashStore"/>.</summary>
    public required string Store { get; init; }

    public required TimeSpan Time { get; init; }

    /// <summary>How often it measures.</summary>
    public TimeSpan Every => Time / 60;

    /// <summary>How many times a second it adds something.</summary>
    public int Rate { get; init; } = 60;

    /// <summary>How long ended jobs and events are kept; short, so that as much is deleted as is added.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromSeconds(20);

    public string Write() => JsonSerializer.Serialize(this);

    public static SoakOrder Read(string text) => JsonSerializer.Deserialize<SoakOrder>(text)!;
}
