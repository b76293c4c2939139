using System.Text.Json.Serialization;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>Completes, sometimes after a moment.</summary>
internal sealed record PlainWork(int Milliseconds);

/// <summary>Runs one step of each class, then completes.</summary>
internal sealed record StepsWork(int Seed);

/// <summary>Fails so many times, then completes.</summary>
internal sealed record RetryWork(int Failures);

/// <summary>Snoozes so many times, keeping count in steps, then completes.</summary>
internal sealed record SnoozeWork(int Times);

/// <summary>Was added together with a row of the program's own.</summary>
internal sealed record OrderWork(string Order);

/// <summary>Belongs to a group or has a unique key, as its tag says.</summary>
internal sealed record KeyedWork(int Milliseconds);

/// <summary>Waits for a signal, for a while.</summary>
internal sealed record SignalledWork(string Signal);

/// <summary>Adds so many children and waits for them.</summary>
internal sealed record ParentWork(int Children);

/// <summary>Was added to wait for other jobs.</summary>
internal sealed record DependantWork(int Dependencies);

/// <summary>Acts, waits for a file of this name, and acts again.</summary>
internal sealed record HeldWork(string File);

/// <summary>Kills whoever runs it.</summary>
internal sealed record PoisonWork(string Name);

[JsonSerializable(typeof(SignalledWork))]
[JsonSerializable(typeof(ParentWork))]
[JsonSerializable(typeof(DependantWork))]
[JsonSerializable(typeof(KeyedWork))]
[JsonSerializable(typeof(HeldWork))]
[JsonSerializable(typeof(PoisonWork))]
[JsonSerializable(typeof(PlainWork))]
[JsonSerializable(typeof(StepsWork))]
[JsonSerializable(typeof(RetryWork))]
[JsonSerializable(typeof(SnoozeWork))]
[JsonSerializable(typeof(OrderWork))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
internal sealed partial class CrashJson : JsonSerializerContext;
