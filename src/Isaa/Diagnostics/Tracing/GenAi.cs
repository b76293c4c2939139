namespace Isaa.Diagnostics.Tracing;

/// <summary>The names that OpenTelemetry's conventions for generative AI, version 1.41.1, give to operations and attributes.</summary>
internal static class GenAi
{
    public const string Chat = "chat";
    public const string InvokeAgent = "invoke_agent";
    public const string ExecuteTool = "execute_tool";

    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string Temperature = "gen_ai.request.temperature";
    public const string TopP = "gen_ai.request.top_p";
    public const string FrequencyPenalty = "gen_ai.request.frequency_penalty";
    public const string PresencePenalty = "gen_ai.request.presence_penalty";
    public const string MaxTokens = "gen_ai.request.max_tokens";
    public const string OutputType = "gen_ai.output.type";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseId = "gen_ai.response.id";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CachedTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string TokenType = "gen_ai.token.type";
    public const string AgentName = "gen_ai.agent.name";
    public const string AgentId = "gen_ai.agent.id";
    public const string AgentVersion = "gen_ai.agent.version";
    public const string Conversation = "gen_ai.conversation.id";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolType = "gen_ai.tool.type";
    public const string ToolCallId = "gen_ai.tool.call.id";
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string ToolArguments = "gen_ai.tool.call.arguments";
    public const string ToolResult = "gen_ai.tool.call.result";

    private static readonly Dictionary<string, string> Providers = new(StringComparer.Ordinal)
    {
        ["gemini"] = "gcp.gemini",
        ["mistral"] = "mistral_ai",
        ["xai"] = "x_ai",
    };

    /// <summary>Provider and model of a name such as <c>openai/gpt-4o</c>, as the conventions write them.</summary>
    public static (string Provider, string Model) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var provider = slash < 0 ? name : name[..slash];
        return (Providers.GetValueOrDefault(provider, provider), name[(slash + 1)..]);
    }
}
