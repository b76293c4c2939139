using System.Text;
using System.Text.Json;
using Isaa.Connectors.OpenAI;
using Isaa.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Isaa.Tests.Connectors.OpenAI;

/// <summary>A service that echoes the key in every way it can; nothing that comes out of the process may hold it.</summary>
public sealed class RedactionTests : StubTest
{
    public static TheoryData<int, string> Echoes()
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary));
        var data = new TheoryData<int, string>();
        foreach (var status in new[] { 200, 302, 400, 401, 403, 404, 408, 409, 429, 500, 503 })
        {
            data.Add(status, """{"error":{"message":"You sent Authorization: Bearer CANARY","code":"CANARY"}}""".Replace("CANARY", Canary, StringComparison.Ordinal));
            data.Add(status, $"<p>Bearer {Canary}</p> {Canary.ToUpperInvariant()} {base64}");
            data.Add(status, """{"message":{"nested":"CANARY"}}""".Replace("CANARY", Canary, StringComparison.Ordinal));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task The_key_is_in_no_error_and_in_no_log(int status, string body)
    {
        Models.Options.MaxRetries = 1;
        Service.Answer(status, body, $"X-Request-Id: {Canary}\r\n");
        var log = new Recorder();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddIsaaModels(options =>
            {
                options.HomeFolder = Models.Home.Path;
                options.ReadVariable = Models.Environment.GetValueOrDefault;
                options.RetryDelay = TimeSpan.Zero;
                options.MaxRetries = 1;
            })
            .AddOpenAiModels()
            .BuildServiceProvider();
        var catalog = services.GetRequiredService<IModelCatalog>();
        var model = catalog.Get("openai/gpt-4o");

        var failure = await Assert.ThrowsAsync<ModelException>(() => model.Client.GetResponseAsync([], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(Canary, Service.Requests.Last(), StringComparison.Ordinal);
        var everything = $"{failure}\n{model}\n{model.Client}\n{JsonSerializer.Serialize(catalog.List())}\n{string.Join('\n', catalog.List())}\n{log}";
        Assert.DoesNotContain("canary", everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)), everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk-canary\n-1")]
    [InlineData("sk-canary-ü")]
    [InlineData("sk canary 1")]
    public void A_key_that_cannot_be_sent_is_refused_without_showing_it(string key)
    {
        Models.Environment["OPENAI_API_KEY"] = key;

        var failure = Assert.Throws<Isaa.Diagnostics.IsaaException>(() => Client);

        Assert.Equal("model_not_ready", failure.Code);
        Assert.Contains("OPENAI_API_KEY", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());

        public override string ToString() => _text.ToString();

        public void Dispose()
        {
        }
    }
}
