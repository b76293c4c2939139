using Isaa.Models.Providers;

namespace Isaa.Connectors.OpenAI;

/// <summary>OpenAI and the services that speak its chat completions API, as data.</summary>
internal static class WellKnownServices
{
    public static IReadOnlyList<ProviderDefinition> All { get; } =
    [
        Service("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "gpt-4.1-mini") with { AddressVariable = "OPENAI_BASE_URL" },
        Service("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "openai/gpt-4.1-mini"),
        Service("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "mistral-medium-latest") with { AddressVariable = "MISTRAL_BASE_URL" },
        Service("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "llama-3.3-70b-versatile"),
        Service("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", "deepseek-chat"),
        Service("xai", "https://api.x.ai/v1", "XAI_API_KEY", "grok-4"),
        Service("together", "https://api.together.xyz/v1", "TOGETHER_API_KEY", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
        Service("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY", "accounts/fireworks/models/llama-v3p3-70b-instruct"),
        Service("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY", "llama-3.3-70b"),
        Service("nvidia", "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY", "meta/llama-3.3-70b-instruct"),
        Service("huggingface", "https://router.huggingface.co/v1", "HF_TOKEN", "openai/gpt-oss-120b"),
        Local("ollama", 11434, "OLLAMA_HOST", "qwen3"),
        Local("lmstudio", 1234, "LMSTUDIO_HOST", null),
        Local("vllm", 8000, "VLLM_HOST", null),
    ];

    private static ProviderDefinition Service(string name, string address, string keyVariable, string model) =>
        new() { Name = name, Kind = "openai", Address = new Uri(address), KeyVariable = keyVariable, DefaultModel = model };

    private static ProviderDefinition Local(string name, int port, string variable, string? model) => new()
    {
        Name = name,
        Kind = "openai",
        Address = new Uri($"http://127.0.0.1:{port}/v1"),
        AddressVariable = variable,
        HostPort = port,
        DefaultModel = model,
        IsFree = true,
        IsAssumed = true,
    };
}
