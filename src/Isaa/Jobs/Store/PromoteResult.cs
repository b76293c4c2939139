namespace Isaa.Jobs.Store;

/// <summary>What became due.</summary>
/// <param name="Promoted">How many delayed jobs became ready.</param>
/// <param name="NextDue">When the next delayed job, held back group or timeout is due; null when none waits.</param>
/// <param name="TimedOut">How many jobs ended because their time ran out.</param>
public readonly record struct PromoteResult(int Promoted, DateTimeOffset? NextDue, int TimedOut = 0);
