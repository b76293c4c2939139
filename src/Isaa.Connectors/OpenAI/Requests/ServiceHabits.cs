using System.Security.Cryptography;
using System.Text;
using Isaa.Connectors.Calling;
using Isaa.Models.Providers;

namespace Isaa.Connectors.OpenAI.Requests;

/// <summary>In what services differ that call themselves compatible.</summary>
internal sealed record ServiceHabits
{
    private const int ShortIdCharacters = 9;

    /// <summary>Whether the service knows <c>max_completion_tokens</c>; others know <c>max_tokens</c>.</summary>
    public bool KnowsCompletionLimit { get; init; }

    /// <summary>Whether it takes <c>stream_options</c>; those that refuse it report usage without being asked.</summary>
    public bool KnowsStreamOptions { get; init; } = true;

    /// <summary>Whether ids of calls must be nine letters and digits.</summary>
    public bool WantsShortIds { get; init; }

    public static ServiceHabits Of(ModelConnection connection)
    {
        var isMistral = connection.Provider == "mistral" || IsHost(connection, "mistral.ai");
        return new ServiceHabits
        {
            KnowsCompletionLimit = IsHost(connection, "openai.com"),
            KnowsStreamOptions = !isMistral,
            WantsShortIds = isMistral,
        };
    }

    /// <summary>An id of a call as the service accepts it; the same for the same id.</summary>
    public string AllowedId(string id) => !WantsShortIds ? ToolName.AllowedId(id)
        : id.Length == ShortIdCharacters && id.All(char.IsAsciiLetterOrDigit) ? id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..ShortIdCharacters];

    private static bool IsHost(ModelConnection connection, string domain) =>
        connection.Address.Host.Equals(domain, StringComparison.OrdinalIgnoreCase) || connection.Address.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
