using Isaa.Diagnostics;
using Isaa.Models;

namespace Isaa.Tests.Agents.Support;

/// <summary>A catalog with one model, <c>fake/model</c>.</summary>
public sealed class FakeModels(FakeChatClient client, Func<Model, Model>? change = null) : IModelCatalog
{
    public const string Name = "fake/model";

    public string? DefaultModel => Name;

    public Model Get(string name)
    {
        var model = new Model { Name = Name, Client = client, Price = new ModelPrice { InputPerMillion = 1, OutputPerMillion = 2 } };
        return name == Name ? change?.Invoke(model) ?? model : throw new IsaaException("model_unknown", $"There is no model '{name}'.");
    }

    public IReadOnlyList<ModelProviderStatus> List() => [new ModelProviderStatus { Provider = "fake", IsReady = true, Note = "for tests" }];
}
