namespace Isaa.Agents.Runs;

/// <summary>What a run does after the turn it has kept. The numbers are stored.</summary>
internal enum RunNext
{
    Ask = 0,
    Call = 1,
    End = 2,
}
