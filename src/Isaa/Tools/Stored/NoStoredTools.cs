using Isaa.Diagnostics;

namespace Isaa.Tools.Stored;

/// <summary>Stands in where a program keeps no functions.</summary>
internal sealed class NoStoredTools : IStoredTools
{
    public Task<StoredTool> PinAsync(string tenant, string reference, CancellationToken cancellationToken) => throw Unknown(reference);

    public Task<Tool> GetAsync(string tenant, StoredTool pinned, CancellationToken cancellationToken) => throw Unknown(pinned.Name);

    private static IsaaException Unknown(string name) => new("function_unknown", $"There is no function '{name}': this program keeps no functions. AddFunctionStore lets it.");
}
