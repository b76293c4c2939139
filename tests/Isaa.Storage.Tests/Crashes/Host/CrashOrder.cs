using System.Text.Json;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>What a process that will be killed is to do.</summary>
internal sealed record CrashOrder
{
    public const string Variable = "ISAA_TEST_CRASH";

    /// <summary>The store's address; see <see cref="CrashStore"/>.</summary>
    public required string Store { get; init; }

    /// <summary>Where ledgers are kept.</summary>
    public required string Folder { get; init; }

    public required int Seed { get; init; }

    /// <summary>How many times it adds something.</summary>
    public required int Adds { get; init; }

    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(2);

    public int StallLimit { get; init; } = 1_000;

    /// <summary>How long it keeps jobs that ended well.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Whether its clock jumps to and fro by up to an hour.</summary>
    public bool ClockJumps { get; init; }

    public string Write() => JsonSerializer.Serialize(this);

    public static CrashOrder Read(string text) => JsonSerializer.Deserialize<CrashOrder>(text)!;
}
