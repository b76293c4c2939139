namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>How a try to commit a group ended.</summary>
/// <param name="Error">What went wrong; null when it is on disk.</param>
/// <param name="Topics">What it touched, as bits.</param>
/// <param name="IsAway">The server did not answer; the same group may be tried again, which finds out whether the lost try took effect.</param>
internal readonly record struct CommitResult(Exception? Error, int Topics = 0, bool IsAway = false);
