using Isaa.Connectors.OpenAI;
using Isaa.Models;
using Isaa.Tests.Models;
using Isaa.Tests.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Connectors.OpenAI;

/// <summary>A model behind a stub, with a key that must never be seen again and a clock that stands still.</summary>
public abstract class StubTest : IAsyncDisposable
{
    internal const string Canary = "sk-canary-0123456789abcdef";

    private protected StubTest()
    {
        Models.Environment["OPENAI_BASE_URL"] = Service.Address;
        Models.Environment["OPENAI_API_KEY"] = Canary;
        Models.Options.MaxRetries = 0;
        Models.Options.RetryDelay = TimeSpan.Zero;
    }

    private protected StubService Service { get; } = new();

    private protected ModelBed Models { get; } = new();

    private protected ManualTime Time { get; } = new();

    private protected IChatClient Client => Models.Open(new OpenAiModelProvider(Time)).Get("openai/gpt-4o").Client;

    private protected Task<ChatResponse> StreamAsync(params ChatMessage[] messages) =>
        Client.GetStreamingResponseAsync(messages.Length > 0 ? messages : [new(ChatRole.User, "hi")], cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

    private protected Task<ModelException> FailAsync() => Assert.ThrowsAsync<ModelException>(() => StreamAsync());

    private protected static List<FunctionCallContent> Calls(ChatResponse response) =>
        [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Models.Dispose();
        GC.SuppressFinalize(this);
    }
}
