using Isaa.Models;
using Isaa.Models.Retry;
using Isaa.Tests.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Models;

/// <summary>A catalog over a home folder and an environment of its own.</summary>
internal sealed class ModelBed : IDisposable
{
    public TemporaryFolder Home { get; } = new();

    public Dictionary<string, string> Environment { get; } = [];

    public ModelOptions Options => field ??= new ModelOptions { HomeFolder = Home.Path, ReadVariable = Environment.GetValueOrDefault };

    public IModelCatalog Open(params IModelProvider[] kinds) =>
        new ModelCatalog(Options, kinds.Length > 0 ? kinds : [new Isaa.Connectors.OpenAI.OpenAiModelProvider(TimeProvider.System)], TimeProvider.System, NullLogger<RetryingChatClient>.Instance);

    public string Write(string name, string text)
    {
        File.WriteAllText(Home[name], text);
        return Home[name];
    }

    public void Dispose() => Home.Dispose();
}
