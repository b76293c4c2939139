using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Hosting;
using Isaa.Models;
using Isaa.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Hosting;

public sealed class HostCapabilitiesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("isaa-capabilities-");
    private readonly ManualTime _time = new();
    private readonly Models _models = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_provider_that_becomes_ready_later_counts_without_a_restart()
    {
        var capabilities = Create();
        var before = capabilities.Find();

        _models.Ready.Add("openai");
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.DoesNotContain("model:openai", before);
        Assert.Contains("model:openai", capabilities.Find());
    }

    [Fact]
    public void The_list_stays_the_same_object_while_nothing_changes()
    {
        var capabilities = Create();
        var before = capabilities.Find();

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Same(before, capabilities.Find());
    }

    [Fact]
    public void A_model_file_that_cannot_be_read_leaves_the_other_capabilities()
    {
        _models.Fault = new IsaaException("models_file_invalid", "line 1");

        Assert.Contains(Create().Find(), c => c.StartsWith("host:", StringComparison.Ordinal));
    }

    private HostCapabilities Create() => new(
        new IsaaOptions(), IsaaHome.Open(Path.Combine(_folder.FullName, "home")), _models, _time, NullLogger<HostCapabilities>.Instance);

    private sealed class Models : IModelCatalog
    {
        public List<string> Ready { get; } = [];

        public IsaaException? Fault { get; set; }

        public string? DefaultModel => null;

        public Model Get(string name) => throw new IsaaException("model_unknown", name);

        public IReadOnlyList<ModelProviderStatus> List() => Fault is not null
            ? throw Fault
            : [.. Ready.Select(p => new ModelProviderStatus { Provider = p, IsReady = true, Note = "" })];
    }
}
