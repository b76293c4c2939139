namespace Isaa.Jobs.Store;

/// <summary>What was taken back from workers whose lease ended.</summary>
/// <param name="Rescued">Jobs that are ready again.</param>
/// <param name="Died">Jobs that reached the stall limit and are dead.</param>
public readonly record struct RescueResult(int Rescued, int Died);
