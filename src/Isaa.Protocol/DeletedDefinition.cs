namespace Isaa.Protocol;

/// <summary>What came of deleting a chain or a function.</summary>
/// <param name="Versions">How many versions are gone.</param>
public sealed record DeletedDefinition(int Versions);
