namespace Isaa.Sandbox.Landlock;

/// <summary>What may be done at a path and below.</summary>
/// <param name="Path">The path as the sandbox sees it.</param>
/// <param name="Access">What may be done.</param>
internal readonly record struct LandlockRule(string Path, LandlockAccess Access);
