namespace Isaa.Jobs.Flows;

/// <summary>What a look at the jobs that wait for others found.</summary>
/// <param name="Looked">How many waiting jobs were looked at.</param>
/// <param name="Repaired">How many waited for something that had come already, and go on now.</param>
/// <param name="Next">Where the next look goes on; 0 to begin anew.</param>
public readonly record struct WaitCheck(int Looked, int Repaired, long Next);
