using Isaa.Models;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling.Dialects;

/// <summary>A vendor's models in its own dialect. All share one pool of connections.</summary>
internal abstract class HttpModelProvider(ProviderDefinition service, TimeProvider time) : IModelProvider, IDisposable
{
    private readonly HttpClient _http = ModelHttp.Create();

    public string Kind => service.Kind;

    public IReadOnlyList<ProviderDefinition> BuiltIn { get; } = [service];

    public IChatClient Open(ModelConnection connection, string model)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var failures = new FailureReader(connection, model, time);
        return new HttpModelClient(_http, Speak(connection, model, failures), failures, connection, model, time);
    }

    public void Dispose() => _http.Dispose();

    protected abstract IModelDialect Speak(ModelConnection connection, string model, FailureReader failures);
}
