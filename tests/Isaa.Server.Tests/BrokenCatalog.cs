using Isaa.Models;

namespace Isaa.Server.Tests;

internal sealed class BrokenCatalog : IModelCatalog
{
    public string? DefaultModel => throw new InvalidOperationException("hidden cause");

    public Model Get(string name) => throw new InvalidOperationException("hidden cause");

    public IReadOnlyList<ModelProviderStatus> List() => [];
}
