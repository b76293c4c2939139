namespace Isaa.EndToEnd.Tests.Kills;

/// <summary>What happened in a run that was killed.</summary>
/// <param name="Kills">How often it was killed.</param>
/// <param name="Turns">Model turns that were answered and kept.</param>
/// <param name="Repeated">Model turns that were asked again because their answer was not kept yet.</param>
/// <param name="Unknown">Tool calls whose outcome was unknown after a kill.</param>
internal sealed record KillFigures(int Kills, int Turns, int Repeated, int Unknown);
