using Isaa.Connectors.Calling;
using Isaa.Models;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Gemini;

/// <summary>Google's Gemini models. All share one pool of connections.</summary>
internal sealed class GeminiModelProvider(TimeProvider time) : IModelProvider, IDisposable
{
    private readonly HttpClient _http = ModelHttp.Create();

    public string Kind => "gemini";

    public IReadOnlyList<ProviderDefinition> BuiltIn { get; } =
    [
        new()
        {
            Name = "gemini",
            Kind = "gemini",
            Address = new Uri("https://generativelanguage.googleapis.com/v1beta"),
            AddressVariable = "GEMINI_BASE_URL",
            KeyVariable = "GEMINI_API_KEY",
            DefaultModel = "gemini-2.5-flash",
        },
    ];

    public IChatClient Open(ModelConnection connection, string model)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var failures = new FailureReader(connection, model, time);
        return new HttpModelClient(_http, new GeminiDialect(connection, model, failures), failures, connection, model, time);
    }

    public void Dispose() => _http.Dispose();
}
