using Isaa.Files;

namespace Isaa.Sandbox;

/// <summary>A folder that a sandboxed program may use.</summary>
/// <param name="Folder">The folder; it must stay open while the program runs.</param>
/// <param name="Inside">Where the program sees it, for example <c>/workspace</c>.</param>
/// <param name="IsReadOnly">Whether it may only read there.</param>
public sealed record SandboxMount(Workspace Folder, string Inside, bool IsReadOnly = false);
