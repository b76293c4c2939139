using System.Text.Json.Serialization;
using Isaa.Agents.Definitions;

namespace Isaa.Agents.Settings.Tools;

/// <summary>A server of the Model Context Protocol whose tools an agent may call: a program that is started, or an address.</summary>
public sealed record AgentMcpServer
{
    /// <summary>The name its tools are called by, as <c>NAME_TOOL</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The program to start, spoken to over its standard input and output; null for a server with a <see cref="Url"/>.</summary>
    public string? Command { get; init; }

    /// <summary>The program's arguments. Default: none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The program's environment: each variable with the name of the variable or secret whose value it gets. A definition holds no secret itself.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The server's address; null for a program.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// Whether the <see cref="Url"/> may lead into a private network. Default false: it leads to the public internet, or names this machine itself
    /// (<c>localhost</c> or a loopback address).
    /// </summary>
    [JsonPropertyName("private")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPrivate { get; init; }

    /// <summary>Headers that are sent along: each with the name of the variable or secret whose value it gets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The tools of the server that may be called, by their names there; null for all.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>The hash of the tools' descriptions and schemas that were looked at and accepted, in hexadecimal; other ones are then refused. Null: those of the first use are kept to.</summary>
    public string? Pin { get; init; }

    /// <summary>How long one call may take. Default 1 minute.</summary>
    [JsonConverter(typeof(DurationConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
