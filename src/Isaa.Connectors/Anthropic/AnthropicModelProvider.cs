using Isaa.Connectors.Calling;
using Isaa.Connectors.Calling.Dialects;
using Isaa.Models.Providers;

namespace Isaa.Connectors.Anthropic;

/// <summary>Anthropic's models.</summary>
internal sealed class AnthropicModelProvider(TimeProvider time) : HttpModelProvider(Service, time)
{
    private static readonly ProviderDefinition Service = new()
    {
        Name = "anthropic",
        Kind = "anthropic",
        Address = new Uri("https://api.anthropic.com/v1"),
        AddressVariable = "ANTHROPIC_BASE_URL",
        KeyVariable = "ANTHROPIC_API_KEY",
        DefaultModel = "claude-sonnet-4-5",
    };

    protected override IModelDialect Speak(ModelConnection connection, string model, FailureReader failures) => new AnthropicDialect(connection, model, failures);
}
