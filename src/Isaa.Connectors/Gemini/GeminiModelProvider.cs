using Isaa.Connectors.Calling;
using Isaa.Connectors.Calling.Dialects;
using Isaa.Models.Providers;

namespace Isaa.Connectors.Gemini;

/// <summary>Google's Gemini models.</summary>
internal sealed class GeminiModelProvider(TimeProvider time) : HttpModelProvider(Service, time)
{
    private static readonly ProviderDefinition Service = new()
    {
        Name = "gemini",
        Kind = "gemini",
        Address = new Uri("https://generativelanguage.googleapis.com/v1beta"),
        AddressVariable = "GEMINI_BASE_URL",
        KeyVariable = "GEMINI_API_KEY",
        DefaultModel = "gemini-2.5-flash",
    };

    protected override IModelDialect Speak(ModelConnection connection, string model, FailureReader failures) => new GeminiDialect(connection, model, failures);
}
