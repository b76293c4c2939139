namespace Isaa.EndToEnd.Tests.Kills;

/// <summary>What happened in a run that was killed.</summary>
/// <param name="Kills">How often it was killed.</param>
/// <param name="Turns">Model turns that were answered and kept.</param>
/// <param name="Repeated">Model turns that may have been asked before, because a process died before their answer was kept; at most one a kill.</param>
/// <param name="Unknown">Tool calls whose outcome was unknown after a kill.</param>
internal sealed record KillFigures(int Kills, int Turns, int Repeated, int Unknown);
