using System.ClientModel;
using System.ClientModel.Primitives;
using Isaa.Models;
using Isaa.Models.Providers;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Isaa.Connectors.OpenAI;

/// <summary>OpenAI and every service that speaks its chat completions API. All models share one pool of connections.</summary>
internal sealed class OpenAiModelProvider : IModelProvider, IDisposable
{
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public OpenAiModelProvider(TimeProvider time)
    {
        _time = time;
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(15),
        };
        _http = new HttpClient(new RedirectRefusal { InnerHandler = sockets })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public string Kind => "openai";

    public IReadOnlyList<ProviderDefinition> BuiltIn { get; } =
    [
        new()
        {
            Name = "openai",
            Kind = "openai",
            Address = new Uri("https://api.openai.com/v1"),
            AddressVariable = "OPENAI_BASE_URL",
            KeyVariable = "OPENAI_API_KEY",
            DefaultModel = "gpt-4.1-mini",
        },
        new()
        {
            Name = "openrouter",
            Kind = "openai",
            Address = new Uri("https://openrouter.ai/api/v1"),
            KeyVariable = "OPENROUTER_API_KEY",
            DefaultModel = "openai/gpt-4.1-mini",
        },
        new()
        {
            Name = "ollama",
            Kind = "openai",
            Address = new Uri("http://127.0.0.1:11434/v1"),
            AddressVariable = "OLLAMA_HOST",
            HostPort = 11434,
            DefaultModel = "qwen3",
            IsFree = true,
            IsAssumed = true,
        },
    ];

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
