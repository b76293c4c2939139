using Isaa.Connectors.Calling;
using Isaa.Models;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Anthropic;

/// <summary>Anthropic's models. All share one pool of connections.</summary>
internal sealed class AnthropicModelProvider(TimeProvider time) : IModelProvider, IDisposable
{
    private readonly HttpClient _http = ModelHttp.Create();

    public string Kind => "anthropic";

    public IReadOnlyList<ProviderDefinition> BuiltIn { get; } =
    [
        new()
        {
            Name = "anthropic",
            Kind = "anthropic",
            Address = new Uri("https://api.anthropic.com/v1"),
            AddressVariable = "ANTHROPIC_BASE_URL",
            KeyVariable = "ANTHROPIC_API_KEY",
            DefaultModel = "claude-sonnet-4-5",
        },
    ];

    public IChatClient Open(ModelConnection connection, string model)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var failures = new FailureReader(connection, model, time);
        return new HttpModelClient(_http, new AnthropicDialect(connection, model, failures), failures, connection, model, time);
    }

    public void Dispose() => _http.Dispose();
}
