using Isaa.Jobs.Store;

namespace Isaa.Jobs.Signals;

/// <summary>What a try to take a signal came to.</summary>
/// <param name="IsHeld">False when the lease was lost and nothing was written.</param>
/// <param name="Settled">What was written because the signal was there or the time was up; null when the job has to wait.</param>
public readonly record struct SignalTaken(bool IsHeld, JobCommit? Settled);
