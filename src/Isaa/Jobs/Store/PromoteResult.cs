namespace Isaa.Jobs.Store;

/// <summary>What became due.</summary>
/// <param name="Promoted">How many delayed jobs became ready.</param>
/// <param name="NextDue">When the next delayed job is due; null when none waits.</param>
public readonly record struct PromoteResult(int Promoted, DateTimeOffset? NextDue);
