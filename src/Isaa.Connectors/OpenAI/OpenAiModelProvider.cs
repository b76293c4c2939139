using System.ClientModel.Primitives;
using System.ClientModel;
using Isaa.Connectors.Calling;
using Isaa.Models.Providers;
using Isaa.Models;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using OpenAI;

namespace Isaa.Connectors.OpenAI;

/// <summary>OpenAI and every service that speaks its chat completions API. All models share one pool of connections.</summary>
internal sealed class OpenAiModelProvider : IModelProvider, IDisposable
{
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public OpenAiModelProvider(TimeProvider time)
    {
        _time = time;
        _http = ModelHttp.Create();
    }

    public string Kind => "openai";

    public IReadOnlyList<ProviderDefinition> BuiltIn => WellKnownServices.All;

    public IChatClient Open(ModelConnection connection, string model)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var options = new OpenAIClientOptions
        {
            Endpoint = connection.Address,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        };
        AuthenticationPolicy authentication = connection.Key is { } key
            ? ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(key.Reveal()))
            : new NoAuthentication();
#pragma warning disable OPENAI001 // marked as experimental; the only constructor that can send no key
        var client = new ChatClient(model, authentication, options);
#pragma warning restore OPENAI001
        return new OpenAiChatClient(client, connection, model, _time);
    }

    public void Dispose() => _http.Dispose();
}
