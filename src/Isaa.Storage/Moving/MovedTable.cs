namespace Isaa.Storage.Moving;

/// <summary>A table that was moved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has, counted in both databases.</param>
public sealed record MovedTable(string Name, long Rows);
