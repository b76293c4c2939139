using System.Text.Json;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Tests.Files;
using Isaa.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Tools;

/// <summary>The built-in tools as a run sees them, on a real folder.</summary>
internal sealed class ToolBed : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly TemporaryFolder _session = new();

    public ToolBed(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection().AddLogging().AddIsaaTools();
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
        Workspace = Workspace.Open(Folder.Path);
        Context = new ToolCallContext
        {
            Run = default(JobId),
            Agent = "tester",
            Session = "s1",
            CallId = "call-1",
            IdempotencyKey = "key-1",
            Workspace = Workspace,
            SessionFolder = _session.Path,
        };
    }

    public TemporaryFolder Folder { get; } = new();

    public Workspace Workspace { get; }

    public ToolCallContext Context { get; set; }

    public string SessionFolder => _session.Path;

    public IToolCatalog Catalog => _services.GetRequiredService<IToolCatalog>();

    public ToolInvoker Invoker => _services.GetRequiredService<ToolInvoker>();

    public Task<ToolResult> CallAsync(string tool, object? arguments = null) => Invoker.InvokeAsync(
        Catalog.Find(tool)!, tool, JsonSerializer.SerializeToElement(arguments), Context, TestContext.Current.CancellationToken);

    public async Task<string> TextAsync(string tool, object? arguments = null)
    {
        var result = await CallAsync(tool, arguments);
        Assert.False(result.IsError, result.Text);
        return result.Text;
    }

    public async Task<string> ErrorAsync(string code, string tool, object? arguments = null)
    {
        var result = await CallAsync(tool, arguments);
        Assert.True(result.IsError, result.Text);
        Assert.Equal(code, result.ErrorCode);
        return result.Text;
    }

    public void Dispose()
    {
        Workspace.Dispose();
        _services.Dispose();
        _session.Dispose();
        Folder.Dispose();
    }
}
